import { mayBeBase64 } from './may-be-base64.ts';

const dataUrl = /^data:[^,]{0,200};base64,/i;
const alphabet = /^[A-Za-z0-9+/_-]*={0,2}$/;
const digits = /^\d+$/;

/**
 * Bytes of a text that can be base64 (RFC 4648, either alphabet, with or without padding; wrapped as MIME wraps it, or behind
 * `data:…;base64,`) of something that can be text or compressed. Short words and numbers are taken for what they are.
 */
export function base64Bytes(text: string): Buffer | undefined {
  const start = text.startsWith('data:') ? dataUrl.exec(text)?.[0].length : 0;
  if (start === undefined || !mayBeBase64(text, start)) return undefined;
  const packed = text.slice(start).replaceAll(/[\r\n]+/g, '');
  if (!alphabet.test(packed) || digits.test(packed)) return undefined;
  const length = packed.length - (packed.endsWith('==') ? 2 : packed.endsWith('=') ? 1 : 0);
  if (length % 4 === 1 || (length < packed.length && packed.length % 4 !== 0)) return undefined;
  return Buffer.from(packed, 'base64');
}
