import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** What a signature is bound to: day, region, service. */
export interface CredentialScope {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export function formatScope({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/aws4_request`;
}

const derived = new Map<string, KeyObject>();
const mostDerived = 64;

/** The key that signs everything of one secret, day, region and service; kept, for deriving it costs four times the signature. */
export function signingKey(secretAccessKey: string, { date, region, service }: CredentialScope): KeyObject {
  const id = JSON.stringify([secretAccessKey, date, region, service]);
  const known = derived.get(id);
  if (known !== undefined) return known;
  const bytes = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), service), 'aws4_request');
  const key = createSecretKey(bytes);
  if (derived.size === mostDerived) derived.clear();
  derived.set(id, key);
  return key;
}

export function hmac(key: string | Buffer | KeyObject, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** Lower-case hex. */
export function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

const timestamp = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Milliseconds since the epoch of an ISO 8601 basic time such as `20260304T050607Z`; undefined where it is none. */
export function parseTimestamp(text: string): number | undefined {
  const fields = timestamp.exec(text);
  if (fields === null) return undefined;
  const [, year, month, day, hour, minute, second] = fields;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}
