/** One direction of an exchange as the scan input has it. */
export interface ScannedMessage {
  readonly contentType: string | undefined;
  /** Undefined: empty, or dropped for its content type. */
  readonly body: string | undefined;
}

/** What Qtap's `qscan` plugin stores of an exchange (reference, artifacts.md section 4). */
export interface ScanInput {
  readonly url: string;
  readonly method: string;
  readonly requestId: string;
  readonly request: ScannedMessage;
  readonly response: ScannedMessage;
}

/** An object that is no scan input. The message never quotes the object. */
export class ScanInputError extends Error {
  override readonly name = 'ScanInputError';
}

/** Decodes an object. Broken UTF-8 is replaced, as Qtap replaces it; what is no JSON object of the known shape is an error. */
export function decodeScanInput(bytes: Uint8Array): ScanInput {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ScanInputError('the object is no JSON');
  }
  const input = record(value);
  if (input === undefined) throw new ScanInputError('the object is no scan input: not a JSON object');
  if (!('request' in input) && !('response' in input)) {
    throw new ScanInputError('the object is no scan input: neither request nor response');
  }
  return {
    url: text(input.url, 'url'),
    method: text(input.method, 'method'),
    requestId: text(input.request_id, 'request_id'),
    request: message(input.request, 'request'),
    response: message(input.response, 'response'),
  };
}

function message(value: unknown, name: string): ScannedMessage {
  if (value === undefined) return { contentType: undefined, body: undefined };
  const given = record(value);
  if (given === undefined) throw new ScanInputError(`the object is no scan input: ${name} is no object`);
  const body = given.body === undefined ? undefined : text(given.body, `${name}.body`);
  const headers = record(given.headers) ?? {};
  const header = Object.entries(headers).find(([key]) => key.toLowerCase() === 'content-type')?.[1];
  return { contentType: typeof header === 'string' ? header : undefined, body };
}

function text(value: unknown, name: string): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new ScanInputError(`the object is no scan input: ${name} is no string`);
  return value;
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
