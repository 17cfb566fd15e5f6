/** By what the agents' own durations (flush, poll, back-off) are divided, so that they cost no real time. */
export function timeScale(realTime: boolean): number {
  return realTime ? 1 : 20;
}
