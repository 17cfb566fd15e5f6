/**
 * Natural logarithm of n!, exact to 1e-12: summed for small n, Stirling's series beyond (DLMF 5.11.1).
 */
function logFactorial(n: number): number {
  if (n < table.length) return table[n] ?? 0;
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}

const table = new Float64Array(256);
for (let n = 2; n < table.length; n++) table[n] = (table[n - 1] ?? 0) + Math.log(n);

/** Probability of exactly `k` successes in `n` trials of chance `p`. */
export function binomialProbability(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  const ways = logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  return Math.exp(ways + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** Probability that the number of successes lies in [low, high], both included. Terms too small for a double are skipped. */
export function binomialBetween(low: number, high: number, n: number, p: number): number {
  if (p <= 0) return low <= 0 && high >= 0 ? 1 : 0;
  if (p >= 1) return low <= n && high >= n ? 1 : 0;
  const reach = 14 * Math.sqrt(n * p * (1 - p)) + 60;
  const from = Math.max(0, low, Math.floor(n * p - reach));
  const to = Math.min(n, high, Math.ceil(n * p + reach));
  const odds = p / (1 - p);
  let sum = 0;
  // The recurrence saves an exponential a term; it starts afresh where the first term was too small to carry on from.
  let term = 0;
  for (let k = from; k <= to; k++) {
    term = term < 1e-290 ? binomialProbability(k, n, p) : (term * odds * (n - k + 1)) / k;
    sum += term;
  }
  return Math.min(1, sum);
}
