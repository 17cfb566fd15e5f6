import type { StoreFigures } from './bench-store.ts';

/** Figures as lines of a table, the goals of each beside it. */
export function formatStoreFigures({ rates, large }: StoreFigures): string {
  const lines = rates.map(({ client, method, kib, ours, theirs }) =>
    [
      `${client === 'raw' ? 'raw signed' : 'SDK v3'} ${method}`.padEnd(16),
      `${kib} KiB`.padStart(9),
      `${ours.toFixed(0)}/s`.padStart(9),
      ...(theirs === undefined
        ? []
        : [`LocalStack ${theirs.rate.toFixed(0)}/s`.padStart(19), `${theirs.ratio.toFixed(1)} times`.padStart(12)]),
      ...(kib === 16 && theirs !== undefined ? [client === 'raw' ? '  (goal 5)' : '  (goal 3)'] : []),
    ].join(''),
  );
  const { gibibytes, putSeconds, getSeconds, peakMemory } = large;
  return [
    ...(rates.some(({ theirs }) => theirs !== undefined) ? [] : ['LOCALSTACK_ENDPOINT is not set: ours alone']),
    ...lines,
    `${gibibytes} GiB in parts: ${(peakMemory / 1e6).toFixed(0)} MB at most (goal 150), up in ${putSeconds.toFixed(1)} s, down in ${getSeconds.toFixed(1)} s`,
  ].join('\n');
}
