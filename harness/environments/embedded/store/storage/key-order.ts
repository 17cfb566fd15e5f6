/** Order of the UTF-8 bytes of two keys, without making them: UTF-16 puts surrogates before U+E000, UTF-8 after. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? weight(x) - weight(y) : x - y;
  }
  return a.length - b.length;
}

function weight(unit: number): number {
  return unit >= 0xe000 ? unit : unit + 0x10000;
}

/** Index of the first of some sorted items whose key is not below `key`. */
export function firstNotBelow(items: readonly { readonly key: string }[], key: string): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys((items[middle] as { key: string }).key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
