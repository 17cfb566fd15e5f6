import { draw } from './draw.ts';
import { pluginUrl } from './plugin-url.ts';
import { Sampler, type SamplingDecision } from './sampler.ts';
import type { SamplingConfig } from './sampling-config.ts';

/** An exchange as far as sampling looks at it. */
export interface SampledEndpoint {
  /** Authority as sent, with the port when the client writes one. */
  readonly host: string;
  /** With query string, as sent. */
  readonly path: string;
  /** As `PlannedExchange.clockAhead`. */
  readonly clockAhead?: number | undefined;
}

/**
 * The decision that one Qtap process takes for each exchange, in order, when no counter expires but by the plan's own clock.
 * Exchanges of different endpoints may be interleaved in any way, unless `orderSensitiveHosts` names their host.
 */
export function expectSampling(run: {
  readonly seed: number;
  readonly config: SamplingConfig;
  readonly exchanges: readonly SampledEndpoint[];
}): SamplingDecision[] {
  let time = 0;
  const sampler = new Sampler({
    config: run.config,
    now: () => time,
    draw: (host, path, n) => draw(run.seed, host, path, n),
  });
  return run.exchanges.map(({ host, path, clockAhead = 0 }) => {
    time = Math.max(time, clockAhead);
    return sampler.decide(pluginUrl('http', host, path));
  });
}
