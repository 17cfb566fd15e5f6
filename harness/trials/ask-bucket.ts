import { hash } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { signRequest } from '../../mocks/s3/sign-request.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';

/** What somebody asks of the customer's bucket. */
export interface BucketQuestion {
  /** Whose keys sign: the agents', through the Edge as agents call, or those that may do everything. */
  readonly as: 'agents' | 'owner';
  /** Default: GET. */
  readonly method?: string;
  /** Key of an object; default: the bucket itself. */
  readonly key?: string;
  /** Already encoded, its names in order, without the question mark. */
  readonly query?: string;
  readonly body?: string;
}

/** S3's answer. */
export interface BucketAnswer {
  readonly status: number;
  readonly body: string;
}

/** Asks S3 as a person does with `aws s3api`. Rejects where no answer comes. */
export async function askBucket(pipeline: Pipeline, question: BucketQuestion): Promise<BucketAnswer> {
  const { as, method = 'GET', key, query = '', body = '' } = question;
  const { store, agentKey, edge, environment } = pipeline;
  const { bucket = '', region = 'us-east-1' } = store ?? {};
  const { objectStore } = environment;
  const place =
    as === 'agents'
      ? { host: `s3.${region}.amazonaws.com`, port: (await edge.listen()).port, credentials: { ...agentKey, region } }
      : { ...hostOf(objectStore.endpoint), credentials: objectStore };
  const path = `/${bucket}${key === undefined ? '' : `/${key}`}`;
  const signed = signRequest(place.credentials, {
    ...{ method, host: place.host, path, query, headers: {} },
    payload: hash('sha256', body),
    time: new Date(),
  });
  const { promise, resolve, reject } = Promise.withResolvers<BucketAnswer>();
  const target = query === '' ? path : `${path}?${query}`;
  const headers = { ...signed.headers, 'content-length': Buffer.byteLength(body) };
  request({ host: '127.0.0.1', port: place.port, method, path: target, headers, agent: false }, (response) => {
    text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
  })
    .on('error', reject)
    .end(body);
  return promise;
}

function hostOf(endpoint: string): { readonly host: string; readonly port: number } {
  const { host, port } = new URL(endpoint);
  return { host, port: Number(port) };
}
