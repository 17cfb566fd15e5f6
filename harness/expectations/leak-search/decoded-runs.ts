/** What a run of signs decodes to. */
export interface DecodedRun {
  readonly encoding: 'base64' | 'hex';
  readonly bytes: Buffer;
  readonly at: number;
}

/**
 * Of letters and digits twice as many make a run for certain, so that a look at every so many bytes meets it: the fewer, the slower
 * the search of all bytes.
 */
const stride = 16;
/** Bytes by which a run is told from a long word, a number or a digest. */
const probe = 9;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const base64Value = valuesOf(`${letters}+/`, `${letters}-_`);
const hexValue = valuesOf('0123456789abcdef', '0123456789ABCDEF');
/**
 * Neither `-` nor `/`: identifiers and paths would look like runs. Base64 of text holds next to none of them; that of compressed
 * bytes does, and is found by how it begins.
 */
const isDense = tableOf(/[A-Za-z0-9]/);
const isSign = tableOf(/[A-Za-z0-9+/_-]/);
/** Of gzip and zstd. */
const beginnings = ['H4sI', 'KLUv'];
/** Text, in UTF-16 too. */
const isText = tableOf(/[\t\n\r\0 -~]/);

/**
 * Runs of base64 or hex that decode to text, or to what is compressed. A value in base64 or hex is searched for as it stands, so
 * only one that is encoded, or packed, once more inside needs this. No generator: it looks at every few bytes.
 */
export function decodedRuns(data: Buffer): DecodedRun[] {
  const found: DecodedRun[] = [];
  const length = data.length;
  let done = 0;
  for (let at = stride; at < length; at += stride) {
    // All at once: a branch for each would be guessed wrongly at every other word.
    const isRun =
      (isDense[data[at] as number] as number) &
      (isDense[data[at - 2] as number] as number) &
      (isDense[data[at - 4] as number] as number) &
      (isDense[data[at - 6] as number] as number) &
      (isDense[data[at - 8] as number] as number) &
      (isDense[data[at - 10] as number] as number) &
      (isDense[data[at - 12] as number] as number) &
      (isDense[data[at - 14] as number] as number) &
      (isDense[data[at - 16] as number] as number);
    if (isRun === 0 || !isDenseBefore(data, at)) continue;
    let from = at;
    while (from > done && isSign[data[from - 1] as number] === 1) from--;
    const end = endOf(data, at);
    const run = end - from < 2 * stride ? undefined : decoded(data, from, end);
    if (run !== undefined) found.push(run);
    done = end;
    at = end - (end % stride);
  }
  for (const beginning of beginnings) {
    for (let at = data.indexOf(beginning); at !== -1; at = data.indexOf(beginning, at + 1)) {
      if (found.some((run) => run.at === at)) continue;
      const end = endOf(data, at);
      found.push({ encoding: 'base64', bytes: Buffer.from(data.toString('latin1', at, end), 'base64'), at });
      at = end;
    }
  }
  return found;
}

/** The places between those that were looked at. */
function isDenseBefore(data: Buffer, at: number): boolean {
  for (let index = at - 1; index > at - stride; index -= 2) if (isDense[data[index] as number] === 0) return false;
  return true;
}

/** Where the signs end, those of the lines below included where a line is one of many. */
function endOf(data: Buffer, at: number): number {
  let end = at;
  for (;;) {
    const line = end;
    while (isSign[data[end] as number] === 1) end++;
    const next = data[end] === 0x0d ? end + 2 : end + 1;
    if (data[next - 1] !== 0x0a || end - line < 2 * stride || isSign[data[next] as number] !== 1) return end;
    end = next;
  }
}

function decoded(data: Buffer, from: number, end: number): DecodedRun | undefined {
  if (isReadable(data, from, hexByte)) {
    return { encoding: 'hex', bytes: Buffer.from(data.toString('latin1', from, end), 'hex'), at: from };
  }
  // What stands before it may be written in the same signs: `id-`.
  for (let at = from; at < from + 4; at++) {
    if (!isReadable(data, at, base64Byte)) continue;
    return { encoding: 'base64', bytes: Buffer.from(data.toString('latin1', at, end), 'base64'), at };
  }
  return undefined;
}

/** Decodes byte by byte and makes nothing: nearly all runs end here. */
function isReadable(
  data: Buffer,
  from: number,
  byteAt: (data: Buffer, from: number, index: number) => number,
): boolean {
  if (isMagic(byteAt(data, from, 0), byteAt(data, from, 1))) return true;
  for (let index = 0; index < probe; index++) if (isText[byteAt(data, from, index)] !== 1) return false;
  return true;
}

/** What is compressed begins so: gzip, zstd, zlib. */
function isMagic(first: number, second: number): boolean {
  switch (first) {
    case 0x1f:
      return second === 0x8b;
    case 0x28:
      return second === 0xb5;
    case 0x78:
      return second === 0x01 || second === 0x5e || second === 0x9c || second === 0xda;
  }
  return false;
}

/** -1: no byte. */
function hexByte(data: Buffer, from: number, index: number): number {
  const high = hexValue[data[from + 2 * index] as number] as number;
  const low = hexValue[data[from + 2 * index + 1] as number] as number;
  return high < 0 || low < 0 ? -1 : (high << 4) | low;
}

function base64Byte(data: Buffer, from: number, index: number): number {
  const at = from + Math.floor(index / 3) * 4 + (index % 3);
  const high = base64Value[data[at] as number] as number;
  const low = base64Value[data[at + 1] as number] as number;
  return (((high << 6) | low) >> (4 - 2 * (index % 3))) & 0xff;
}

function tableOf(signs: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (signs.test(String.fromCharCode(byte)) ? 1 : 0));
}

/** By byte: the place of the sign in its alphabet, -1 for what is none. */
function valuesOf(...alphabets: readonly string[]): Int8Array {
  return Int8Array.from({ length: 256 }, (_, byte) =>
    Math.max(...alphabets.map((signs) => signs.indexOf(String.fromCharCode(byte)))),
  );
}
