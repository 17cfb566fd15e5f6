import type { Exchange } from '../../edge/exchange.ts';
import type { Verdict } from '../verdict.ts';
import type { Fate } from './fates.ts';

/** There were outages, and something went through them: a run without either would be green for nothing. */
export function expectOutages(
  fates: readonly Fate[],
  exchanges: readonly Exchange[],
  kills: { readonly asked: boolean; readonly done: number },
): Verdict {
  const struck = (route: string) => exchanges.filter((each) => each.fault !== undefined && each.route === route).length;
  const [s3, pulse] = [struck('object-store'), struck('pulse')];
  const reported = fates.filter(({ kind }) => kind === 'reported').length;
  const missing = [
    ...(s3 === 0 ? ['no call to S3 was struck'] : []),
    ...(pulse === 0 ? ['no call to Pulse was struck'] : []),
    ...(kills.asked && kills.done === 0 ? ['no scanner was killed'] : []),
    ...(2 * reported < fates.length ? [`only ${reported} of ${fates.length} came through`] : []),
  ];
  return {
    verdict: missing.length === 0 ? 'met' : 'broken',
    expected: 'calls fail, scanners die',
    observed: `${s3 + pulse} calls, ${kills.done} scanners`,
    reason: missing.length === 0 ? undefined : `The run shows little: ${missing.join(', ')}.`,
    details: [`struck: ${s3} calls to S3, ${pulse} to Pulse; scanners killed: ${kills.done}`],
  };
}
