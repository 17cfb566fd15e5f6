/** A repeatable source of chance. Two of the same seed give the same numbers in the same order. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform whole number, both ends included. */
  integer(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  /** `count` decimal digits, leading zeros allowed. */
  digits(count: number): string;
  /** `count` letters out of `alphabet`, lower-case a to z unless given. */
  letters(count: number, alphabet?: string): string;
}

/** Makes a random source from a whole number; every bit up to 2^53 counts. Generator: sfc32, public domain. */
export function createRandom(seed: number): Random {
  const next = sfc32(seed);
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => {
    const item = list[integer(0, list.length - 1)];
    if (item === undefined) throw new Error('A random choice needs a list that is not empty.');
    return item;
  };
  const letters = (count: number, alphabet = 'abcdefghijklmnopqrstuvwxyz') => {
    let text = '';
    for (let index = 0; index < count; index++) text += alphabet[integer(0, alphabet.length - 1)];
    return text;
  };
  return {
    next,
    integer,
    pick,
    chance: (probability) => next() < probability,
    digits: (count) => letters(count, '0123456789'),
    letters,
  };
}

function sfc32(seed: number): () => number {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const step = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let warmUp = 0; warmUp < 16; warmUp++) step();
  return step;
}
