import type { PathSegment } from '../../../../harness/entities/field-path.ts';
import type { Reading } from '../fields/reading.ts';
import { inflate } from './body-text.ts';
import { decodeIfText } from './decode-if-text.ts';
import { decodeText } from './decode-text.ts';
import { compressionOf } from './decompress.ts';

/** A text that another one holds in a packed form. */
export interface UnpackedText {
  readonly text: string;
  /** How it was found, for its path: `base64()`, `gzip()`. */
  readonly steps: readonly PathSegment[];
  /** Of a `data:` URL. */
  readonly contentType: string | undefined;
}

const deepest = 3;

/** Text that stands in base64, perhaps compressed; `decoded` are its bytes. Undefined: what it holds is no text. */
export async function unpack(packed: string, decoded: Buffer, reading: Reading): Promise<UnpackedText | undefined> {
  let bytes = decoded;
  const contentType = /^data:([^,]*);base64,/i.exec(packed)?.[1];
  const steps: PathSegment[] = [{ as: 'base64' }];
  for (let kind = compressionOf(bytes); kind !== undefined; kind = compressionOf(bytes)) {
    if (steps.length > deepest) {
      reading.stop(`compressed more than ${deepest} times over`);
      return undefined;
    }
    const inner = await inflate(bytes, kind, reading);
    if (inner === undefined) break;
    steps.push({ as: kind });
    bytes = inner;
  }
  const isSurelyText = steps.length > 1 || /^text\//i.test(contentType ?? '');
  const text = isSurelyText ? decodeText(bytes, contentType) : decodeIfText(bytes);
  if (text === undefined || text === '' || (steps.length === 1 && !reading.unpack(text.length))) return undefined;
  return { text, steps, contentType };
}
