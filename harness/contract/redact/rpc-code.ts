import { rpcMethods } from '../known-calls.ts';
import type { RawExchange } from '../raw-exchange.ts';
import { decompress } from './decompress.ts';
import { codeNames, isCode } from './known-names.ts';
import { headerText, isFramed, mediaType } from './media-type.ts';
import { readFrames } from './read-frames.ts';

/**
 * The code of an RPC's answer; undefined for what is no RPC, and for an answer that holds none, as a proxy's own (reference,
 * pulse.md section 1).
 */
export function rpcCode(path: string, { status, headers, trailers, body }: RawExchange['answer']): string | undefined {
  if (!rpcMethods.has(path)) return undefined;
  const type = mediaType(headers);
  if (!isFramed(type)) {
    if (status === 200) return /^application\/(?:json|proto)$/.test(type) ? 'ok' : undefined;
    const bytes = decompress(body.bytes, headerText(headers, 'content-encoding'));
    return codeOf(bytes && Buffer.from(bytes).toString());
  }
  const frames = readFrames(body.bytes, headerText(headers, 'connect-content-encoding'));
  if (type.startsWith('application/connect+')) {
    if (frames?.end === undefined) return undefined;
    return codeOf(frames.end, 'error') ?? 'ok';
  }
  const number = [trailers, headers, frames?.trailers ?? {}].map((place) => headerText(place, 'grpc-status'));
  return codeNames.get(Number(number.find((text) => text !== undefined) ?? Number.NaN));
}

function codeOf(json: string | undefined, inside?: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json ?? '');
    const error = inside === undefined ? value : (value as Record<string, unknown> | null)?.[inside];
    const code = (error as { readonly code?: unknown } | null | undefined)?.code;
    return isCode(code) ? code : undefined;
  } catch {
    return undefined;
  }
}
