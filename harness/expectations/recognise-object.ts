import { type RecordedPart, recordedParts } from '../snapshot/snapshot.ts';
import type { StoredObject } from './evidence.ts';

/** A scan input (reference, artifacts.md, section 4): what QScan reads. */
export interface ScanInput {
  readonly kind: 'scan-input';
  readonly url: string;
  readonly requestId: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  readonly responseBody: string;
}

export type RecognisedObject =
  | ScanInput
  | { readonly kind: 'http-transaction' }
  | { readonly kind: 'findings-document'; readonly holdsValue: boolean }
  | { readonly kind: 'recorded-part'; readonly part: RecordedPart }
  | { readonly kind: 'other' };

const decoder = new TextDecoder();

/** Tells what an object in the bucket is by its shape, a part of an exchange, which has any shape, by its record; its key says nothing. */
export function recogniseObject({ bytes, announcedAs }: Pick<StoredObject, 'bytes' | 'announcedAs'>): RecognisedObject {
  const part = recordedParts.find((each) => each === announcedAs);
  if (part !== undefined) return { kind: 'recorded-part', part };
  const document = parseObject(decoder.decode(bytes));
  if (!document) return { kind: 'other' };
  if (Array.isArray(document.entities)) {
    const holdsValue = document.entities.some((entity) => isRecord(entity) && 'value' in entity);
    return { kind: 'findings-document', holdsValue };
  }
  if ('transaction_time' in document) return { kind: 'http-transaction' };
  if (typeof document.url !== 'string' || typeof document.method !== 'string') return { kind: 'other' };
  const request = recordOf(document.request);
  const response = recordOf(document.response);
  return {
    kind: 'scan-input',
    url: document.url,
    requestId: textOf(document.request_id),
    requestHeaders: headersOf(request.headers),
    requestBody: textOf(request.body),
    responseBody: textOf(response.body),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return isRecord(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function headersOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(recordOf(value)).map(([name, text]) => [name.toLowerCase(), textOf(text)]));
}
