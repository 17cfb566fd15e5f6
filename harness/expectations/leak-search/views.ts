import { joinedStrings } from './joined-strings.ts';
import { unquotePrintable } from './quoted-printable.ts';
import { type Unescaped, undoEscapes } from './undo-escapes.ts';

/** A content, or a part of it, as one of its readers would see it. */
export interface View {
  /** What was undone, outermost first: `JSON`, `JSON + URL`. Empty for the bytes themselves. */
  readonly way: readonly string[];
  readonly bytes: Buffer;
  /** Where the view begins in the content, as nearly as can be told once escapes are undone. */
  readonly at: number;
}

/** Layers of escapes that are undone. */
const deepest = 3;
/** Around an escape, how much is looked at again once it is undone, in bytes: more than any spelling of a value. */
const reach = 512;

const escapes = [0x25, 0x5c, 0x26];
const equals = [0x3d];

/**
 * The bytes as they stand, the surroundings of escapes with these undone layer by layer, those of quoted-printable likewise,
 * and the strings of protobuf messages joined. What looks like an escape may be none, so the bytes come as they are too.
 */
export function* views(bytes: Uint8Array, limit: number): Generator<View> {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole: View = { way: [], bytes: data, at: 0 };
  yield whole;
  yield* unescaped(whole, 0);
  for (const part of surroundings(whole, equals)) {
    const printable = unquotePrintable(part.bytes);
    if (!printable) continue;
    const view = { ...part, way: ['quoted-printable'], bytes: printable };
    yield view;
    yield* unescaped(view, 0);
  }
  const joined = joinedStrings(data, limit);
  if (!joined) return;
  const view = { way: ['joined'], bytes: joined, at: 0 };
  yield view;
  yield* unescaped(view, 0);
}

function* unescaped(view: View, depth: number): Generator<View> {
  if (depth >= deepest) return;
  for (const part of surroundings(view, escapes)) {
    const inner: Unescaped | undefined = undoEscapes(part.bytes);
    if (!inner) continue;
    const undone = { way: [...view.way, [...inner.escapes].join(' + ')], bytes: inner.bytes, at: part.at };
    yield undone;
    yield* unescaped(undone, depth + 1);
  }
}

/** The parts of a view in which one of the signs stands, or near one. No generator: it looks at every byte. */
function surroundings({ way, bytes, at }: View, signs: readonly number[]): View[] {
  if (!signs.some((sign) => bytes.includes(sign))) return [];
  const marks = new Uint8Array(256);
  for (const sign of signs) marks[sign] = 1;
  const parts: View[] = [];
  const length = bytes.length;
  for (let index = 0; index < length; index++) {
    if (marks[bytes[index] as number] === 0) continue;
    const from = Math.max(0, index - reach);
    // The next sign is near if it comes before what this one reaches ends, and the reach of the next one with it.
    let last = index;
    for (let next = index + 1; next < length && next - last <= 2 * reach; next++) {
      if (marks[bytes[next] as number] === 1) last = next;
    }
    parts.push({ way, bytes: bytes.subarray(from, last + reach), at: at + from });
    index = last;
  }
  return parts;
}
