/**
 * By how much the run's time is faster than real time (`E2E_TIME_SCALE`): waits of a product's own are divided by it. At least 1,
 * and 1 when the variable holds no finite number.
 */
export function timeScale(environment: Readonly<Record<string, string | undefined>>): number {
  const scale = Number(environment.E2E_TIME_SCALE);
  return Number.isFinite(scale) ? Math.max(1, scale) : 1;
}
