import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { readError } from '../../s3/read-error.ts';
import { chunkedLength, signChunks } from '../../s3/sign-chunks.ts';
import { type S3Credentials, signRequest } from '../../s3/sign-request.ts';
import type { Durations } from '../durations.ts';
import { type HttpAnswer, httpCall } from '../http-call.ts';
import { errorText } from '../log.ts';
import { unknowns } from '../unknowns.ts';
import type { ObjectStore, StoredBytes } from './object-store.ts';
import { type S3Place, s3ObjectUrl } from './s3-address.ts';

export interface S3StoreOptions extends S3Place {
  readonly accessUrl: string;
  readonly credentials: S3Credentials;
  readonly durations: Durations;
}

const attempts = 10;
const retryStatuses = new Set([408, 429, 499, 500, 502, 503, 504, 520]);
const retryCodes = new Set([
  'RequestError',
  'RequestTimeout',
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'InternalError',
  'ExpiredToken',
  'ExpiredTokenException',
  'SlowDown',
  'SlowDownWrite',
  'SlowDownRead',
]);

/** Uploads as minio-go does: one signed PUT an object, retried on what may pass (reference, artifacts.md section 2). */
export class S3Store implements ObjectStore {
  readonly #options: S3StoreOptions;
  readonly #agent;

  constructor(options: S3StoreOptions) {
    this.#options = options;
    const pool = { keepAlive: true, maxSockets: unknowns.concurrentUploads };
    this.#agent = options.insecure ? new HttpAgent(pool) : new HttpsAgent(pool);
  }

  async put(object: StoredBytes): Promise<string> {
    const { first, most } = this.#options.durations.putBackoff;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#attempt(object);
      if (outcome === undefined) return this.#accessUrl(object.digest);
      if (!outcome.retry || attempt === attempts) throw new Error(outcome.error);
      await delay(Math.min(first * 2 ** (attempt - 1), most) * Math.random());
    }
  }

  /** Undefined: stored. */
  async #attempt(object: StoredBytes): Promise<{ error: string; retry: boolean } | undefined> {
    let answer: HttpAnswer;
    try {
      answer = await this.#send(object);
    } catch (error) {
      return { error: errorText(error), retry: true };
    }
    if (answer.status === 200) return undefined;
    const { code, message } = await readError(answer.body);
    return {
      error: `${answer.status} ${code || 'without an S3 error code'}${message === '' ? '' : `: ${message}`}`,
      retry: retryStatuses.has(answer.status) || retryCodes.has(code),
    };
  }

  async #send({ bytes, contentType, digest }: StoredBytes): Promise<HttpAnswer> {
    const { credentials, insecure, durations } = this.#options;
    const url = s3ObjectUrl(this.#options, digest);
    const streamed = {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': String(bytes.length),
      'content-length': String(chunkedLength(bytes.length)),
    };
    const signed = signRequest(credentials, {
      method: 'PUT',
      host: url.host,
      path: url.pathname,
      headers: { 'content-type': contentType, ...(insecure ? streamed : {}) },
      payload: insecure ? 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' : 'UNSIGNED-PAYLOAD',
      time: new Date(),
    });
    return await httpCall(url.href, {
      method: 'PUT',
      headers: signed.headers,
      body: insecure ? signChunks(bytes, signed) : bytes,
      agent: this.#agent,
      timeout: durations.limits.storageAnswer,
    });
  }

  #accessUrl(digest: string): string {
    const { accessUrl, bucket, endpoint, insecure } = this.#options;
    return accessUrl
      .replaceAll('{{DIGEST}}', digest)
      .replaceAll('{{BUCKET}}', bucket)
      .replaceAll('{{ENDPOINT}}', endpoint)
      .replaceAll('{{SCHEME}}', insecure ? 'http' : 'https');
  }
}
