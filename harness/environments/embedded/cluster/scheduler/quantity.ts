const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Value of a resource quantity (`500m`, `12Gi`, `1e3`) in its unit: cores, bytes, pieces. Source: apimachinery `resource.Quantity`. */
export function parseQuantity(text: string | number): number {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(String(text).trim());
  const factor = suffixes[match?.[3] ?? ''];
  if (!match || factor === undefined)
    throw new Error(`"${text}" is not a quantity: expected a number with a suffix such as m, Ki or Gi`);
  return Number(`${match[1]}${match[2] ?? ''}`) * factor;
}

/** The same in thousandths, rounded up, so that sums of `100m` are exact. */
export function milliQuantity(text: string | number): number {
  return Math.ceil(parseQuantity(text) * 1000 - 1e-6);
}
