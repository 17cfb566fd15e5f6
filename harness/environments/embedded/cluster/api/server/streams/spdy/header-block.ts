import { SpdyError } from './spdy-error.ts';

/** Names are lower case; several values of a name are one text with NUL between them. */
export type Headers = ReadonlyMap<string, string>;

/** Source: SPDY/3.1 draft, section 2.6.10. */
export function encodeHeaderBlock(headers: Headers): Buffer {
  const texts = [...headers].flat().map((text) => Buffer.from(text));
  const block = Buffer.alloc(4 + texts.reduce((size, text) => size + 4 + text.length, 0));
  let at = block.writeUInt32BE(headers.size);
  for (const text of texts) {
    at = block.writeUInt32BE(text.length, at);
    at += text.copy(block, at);
  }
  return block;
}

/** Throws SpdyError for lengths that do not add up, for upper-case, empty and repeated names. */
export function decodeHeaderBlock(block: Buffer): Headers {
  const headers = new Map<string, string>();
  let at = 0;
  const whole = (): number => {
    if (at + 4 > block.length) throw new SpdyError('header block ends within a length');
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const text = (): string => {
    const end = whole() + at;
    if (end > block.length) throw new SpdyError('header block ends within a text');
    const start = at;
    at = end;
    return block.toString('utf8', start, end);
  };
  for (let left = whole(); left > 0; left--) {
    const name = text();
    if (name === '' || name !== name.toLowerCase()) throw new SpdyError('header was not lowercased');
    if (headers.has(name)) throw new SpdyError('multiple headers with same name');
    headers.set(name, text());
  }
  if (at !== block.length) throw new SpdyError('header block is longer than its headers');
  return headers;
}
