import type { RawHeaders } from '../raw-exchange.ts';

/** Type of a body without parameters, in lower case; empty where none is given. */
export function mediaType(headers: RawHeaders): string {
  return headerText(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Whether a body is in frames, as that of gRPC, gRPC-Web and Connect's streams. */
export function isFramed(type: string): boolean {
  return /^application\/(?:grpc(?!-web-text)|connect\+)/.test(type);
}

/** A header's text, of a repeated one the first. */
export function headerText(headers: RawHeaders, name: string): string | undefined {
  return [headers[name]].flat()[0];
}
