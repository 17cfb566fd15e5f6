import type { Random } from '../random/random.ts';

/** Bytes that parsers trip over: ends of ranges, lengths that claim too much, separators of text protocols. */
const telling = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x20, 0x22, 0x3a, 0x5b, 0x7b, 0xc1, 0xdd, 0xdf];

/** Most have one edit: what is broken everywhere is refused at the door. */
const editCounts = [1, 1, 1, 2, 4];
const longestInsertion = 12;

/** A copy with one to four edits at random places: bits turned, bytes replaced, cut out, put in or repeated, the end cut off. */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let list = [...bytes];
  for (let edits = random.pick(editCounts); edits > 0; edits--) list = edit(list, random);
  return Uint8Array.from(list);
}

function edit(bytes: number[], random: Random): number[] {
  const at = random.integer(0, bytes.length);
  const length = random.integer(1, longestInsertion);
  const byte = () => (random.chance(0.5) ? random.pick(telling) : random.integer(0, 255));
  const place = Math.min(at, bytes.length - 1);
  const turnBit = () => bytes.with(place, (bytes[place] ?? 0) ^ (1 << random.integer(0, 7)));
  // What keeps its length is read furthest.
  const edits = [
    turnBit,
    turnBit,
    turnBit,
    () => bytes.with(place, byte()),
    () => bytes.toSpliced(at, length),
    () => bytes.toSpliced(at, 0, ...Array.from({ length }, byte)),
    () => bytes.toSpliced(at, 0, ...bytes.slice(Math.max(0, at - length), at)),
    () => bytes.slice(0, at),
  ];
  return bytes.length === 0 ? Array.from({ length }, byte) : random.pick(edits)();
}
