import { METHODS } from 'node:http';

/** A method that HTTP knows; over HTTP/2 a client may send any text. */
export function redactMethod(method: string): string {
  return METHODS.includes(method) ? method : '<method>';
}
