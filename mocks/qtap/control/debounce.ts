export interface Debounced extends Disposable {
  event(): void;
}

/** Runs `work` when no event has come for a time (milliseconds), or at once when there were so many. */
export function debounce(quiet: number, limit: number, work: () => void): Debounced {
  let events = 0;
  let timer: NodeJS.Timeout | undefined;
  const run = () => {
    clearTimeout(timer);
    events = 0;
    work();
  };
  return {
    event() {
      events += 1;
      clearTimeout(timer);
      if (events >= limit) run();
      else timer = setTimeout(run, quiet);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
