/**
 * How the delays of a spec pass. Compressed: waits that only cost time are a hundredth of themselves, while nothing fails
 * before its own delay has really passed. Real time: as on any cluster.
 */
export interface Pace {
  readonly realTime: boolean;
  /** Milliseconds to wait really for a back-off of `nominal` milliseconds. */
  backOff(nominal: number): number;
  /** Milliseconds between SIGTERM and SIGKILL for a grace period in seconds. */
  grace(seconds: number): number;
  /** Seconds that a ready pod must stay ready before it is available. */
  minReadySeconds(nominal: number | undefined): number;
}

export function createPace(realTime: boolean): Pace {
  if (realTime) {
    return {
      realTime,
      backOff: (nominal) => nominal,
      grace: (seconds) => seconds * 1000,
      minReadySeconds: (nominal = 0) => nominal,
    };
  }
  return {
    realTime,
    backOff: (nominal) => nominal / 100,
    grace: (seconds) => Math.min(seconds, 1) * 1000,
    minReadySeconds: () => 0,
  };
}
