const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d+)?$/;

const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary: Readonly<Record<string, bigint>> = Object.fromEntries(
  ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, index) => [suffix, 1024n ** BigInt(index + 1)]),
);
const nano = 1_000_000_000n;

/** A quantity as Kubernetes prints and compares it. Source: apimachinery `pkg/api/resource`. */
export interface Quantity {
  /** In units of 1e-9, rounded up. */
  readonly nanos: bigint;
  /** The form that the API server stores: `1024Mi` is `1Gi`, `0.5` is `500m`. */
  readonly canonical: string;
}

/** Undefined for text that is no quantity. */
export function parseQuantity(text: string | number): Quantity | undefined {
  const match = pattern.exec(String(text));
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  if (!whole && !fraction) return undefined;
  const exponentForm = /^[eE][+-]?\d+$/.test(suffix);
  const digits = BigInt(whole + fraction);
  const places = fraction.length;
  const unit = binary[suffix];
  const exponent = exponentForm ? Number(suffix.slice(1)) : (decimal[suffix] ?? 0);
  if (Math.abs(exponent) > 300) return undefined;
  const numerator = unit ? digits * unit * nano : digits * 10n ** BigInt(Math.max(0, 9 + exponent));
  const divisor = 10n ** BigInt(places + Math.max(0, -(9 + exponent)));
  const magnitude = (numerator + divisor - 1n) / divisor;
  const nanos = sign === '-' ? -magnitude : magnitude;
  return { nanos, canonical: canonical(nanos, unit ? 'binary' : exponentForm ? 'exponent' : 'decimal') };
}

/** Rounded up to thousandths, as the API server keeps what is requested, limited or there. */
export function milliQuantity(text: string): string {
  const { nanos, canonical: exact } = parseQuantity(text) ?? { nanos: 0n, canonical: text };
  const rest = nanos % 1_000_000n;
  if (rest === 0n) return exact;
  return canonical(nanos - rest + (nanos < 0n ? -1_000_000n : 1_000_000n), formOf(text));
}

/** `parseQuantity` in units of 1e-9, for what the API has let in. Throws for text that is no quantity. */
export function quantityNanos(text: string | number): bigint {
  const quantity = parseQuantity(text);
  if (!quantity) throw new Error(`"${text}" is not a quantity: expected a number with a suffix such as m, Ki or Gi.`);
  return quantity.nanos;
}

function canonical(nanos: bigint, format: 'binary' | 'decimal' | 'exponent'): string {
  if (nanos === 0n) return '0';
  const magnitude = nanos < 0n ? -nanos : nanos;
  const sign = nanos < 0n ? '-' : '';
  // Binary suffixes hold whole numbers from 1024 up only; anything else is printed in decimal.
  if (format === 'binary' && magnitude % nano === 0n && magnitude >= 1024n * nano) {
    let value = magnitude / nano;
    let index = 0;
    while (value % 1024n === 0n && index < 6) {
      value /= 1024n;
      index++;
    }
    return `${sign}${value}${['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'][index]}`;
  }
  let value = magnitude;
  let exponent = -9;
  while (value % 1000n === 0n && exponent < 18) {
    value /= 1000n;
    exponent += 3;
  }
  if (format === 'exponent') return `${sign}${value}${exponent ? `e${exponent}` : ''}`;
  const suffix = Object.entries(decimal).find(([, power]) => power === exponent)?.[0] ?? '';
  return `${sign}${value}${suffix}`;
}

/** The sum as Go's `Quantity.Add` prints it: in the form of the first that is not zero. Throws for what is no quantity. */
export function sumQuantities(texts: readonly string[]): string {
  const total = texts.reduce((sum, text) => sum + quantityNanos(text), 0n);
  const leading = texts.find((text) => quantityNanos(text) !== 0n) ?? '0';
  return canonical(total, formOf(leading));
}

function formOf(text: string): 'binary' | 'decimal' | 'exponent' {
  return /i$/.test(text) ? 'binary' : /[eE][+-]?\d+$/.test(text) ? 'exponent' : 'decimal';
}
