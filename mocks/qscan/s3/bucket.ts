import { hash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { signRequest } from '../../s3/sign-request.ts';
import { failureText } from '../http/failure-text.ts';
import type { HttpAnswer, HttpCaller } from '../http/http-caller.ts';
import type { S3Options } from '../worker-options.ts';

/** A request to S3 that failed; the message names operation, endpoint, bucket, key, S3's code and the HTTP status. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
}

/** The worker's bucket, path style on the endpoint (addressing of the real worker: unknown). */
export interface Bucket {
  /** Throws `S3Error`. */
  get(key: string): Promise<Buffer>;
  /** Stores JSON. Throws `S3Error`. */
  put(key: string, json: Uint8Array): Promise<void>;
  /** Fetches an object by its link, unsigned unless it lies on the endpoint. Throws `S3Error`. */
  getUrl(link: string): Promise<Buffer>;
  /** The object's address, for its record. */
  url(key: string): string;
}

export interface BucketOptions {
  readonly s3: S3Options | string;
  readonly caller: Pick<HttpCaller, 'call'>;
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubles. */
  readonly backoff: number;
}

const retried = new Set([429, 500, 502, 503, 504]);
const nothing = new Uint8Array();

/** Works with options that are only a sentence too: then every call fails with it. */
export function createBucket({ s3, caller, attempts, backoff }: BucketOptions): Bucket {
  const options = () => {
    if (typeof s3 === 'string') throw new S3Error(s3);
    return s3;
  };
  const path = (key: string) => {
    const { endpoint, bucket } = options();
    return `${endpoint.pathname.replace(/\/$/, '')}/${encode(bucket)}/${key.split('/').map(encode).join('/')}`;
  };

  async function attempt(operation: string, method: string, url: URL, path: string, body: Uint8Array, where: string) {
    const { endpoint, credentials } = options();
    const own = url.origin === endpoint.origin;
    if (own && credentials === undefined) {
      throw new S3Error(
        `${operation} ${where}: AWS_ACCESS_KEY_ID is not set, and ambient credentials are not supported`,
      );
    }
    const headers = {
      'user-agent': 'qscan-stand-in',
      ...(method === 'PUT' ? { 'content-type': 'application/json' } : {}),
    };
    const request = { method, host: url.host, path, headers, payload: hash('sha256', body), time: new Date() };
    const { headers: sent } = own && credentials !== undefined ? signRequest(credentials, request) : request;
    return caller.call({ method, url, path, headers: sent, ...(method === 'PUT' ? { body } : {}) });
  }

  async function send(
    operation: string,
    method: string,
    url: URL,
    path: string,
    body: Uint8Array,
    where: string,
  ): Promise<Buffer> {
    for (let number = 1; ; number++) {
      let answer: HttpAnswer | undefined;
      let problem = '';
      try {
        answer = await attempt(operation, method, url, path, body, where);
        if (answer.status === 200) return answer.body;
        problem = refusal(answer);
      } catch (error) {
        if (error instanceof S3Error) throw error;
        problem = failureText(error);
      }
      if (number >= attempts || (answer !== undefined && !retried.has(answer.status))) {
        throw new S3Error(`${operation} ${where}: ${problem}`);
      }
      await wait(backoff * 2 ** (number - 1));
    }
  }

  const byKey = (operation: string, method: string, key: string, body: Uint8Array) => {
    const { endpoint, bucket } = options();
    return send(operation, method, endpoint, path(key), body, `${endpoint.origin} bucket ${bucket} key ${key}`);
  };
  return {
    get: async (key) => byKey('GetObject', 'GET', key, nothing),
    async put(key, json) {
      await byKey('PutObject', 'PUT', key, json);
    },
    async getUrl(link) {
      if (!/^https?:\/\//.test(link) || !URL.canParse(link))
        throw new S3Error("GetObject: the record's url is no link");
      const url = new URL(link);
      return send('GetObject', 'GET', url, url.pathname, nothing, `${url.origin}${url.pathname}`);
    },
    url: (key) => `${options().endpoint.origin}${path(key)}`,
  };
}

/** URI encoding of Signature Version 4: all but unreserved characters (RFC 3986, section 2.3). */
function encode(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** S3's code and, where it tells which right is missing, its message: a client of AWS puts both into its error. */
function refusal({ status, body }: HttpAnswer): string {
  const text = body.subarray(0, 4096).toString();
  const code = /<Code>([A-Za-z0-9.]{1,64})<\/Code>/.exec(text)?.[1] ?? 'no S3 error code';
  const right = /<Message>([^<]{1,1024} is not authorized to perform: [^<]{1,1024})<\/Message>/.exec(text)?.[1];
  return `${code} (${status})${right === undefined ? '' : `: ${right.replaceAll('&quot;', '"')}`}`;
}
