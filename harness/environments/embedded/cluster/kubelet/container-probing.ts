import type { ContainerInstance } from './container-instance.ts';
import { ContainerProbes } from './container-probes.ts';
import type { ContainerReport } from './container-report.ts';
import type { ProbeTarget } from './probe-target.ts';
import type { ProbeKind } from './prober.ts';

export interface ContainerProbingOptions {
  readonly instance: ContainerInstance;
  readonly target: ProbeTarget;
  readonly report: ContainerReport;
  readonly realTime: boolean;
  readonly onChange: () => void;
  /** The container has to go. */
  readonly onKill: (kind: ProbeKind) => void;
}

/** Begins to probe a container that runs, and tells what its probes meet as events. */
export function startProbing(options: ContainerProbingOptions): ContainerProbes {
  const { instance, target, report, realTime, onChange, onKill } = options;
  return new ContainerProbes({
    target,
    startedAt: instance.startedAt,
    realTime,
    onChange,
    onFailure: (kind, { result, text }) => {
      const title = `${kind[0]?.toUpperCase()}${kind.slice(1)} probe`;
      const verdict = result === 'unknown' ? 'errored and resulted in unknown state' : 'failed';
      report.event('Warning', 'Unhealthy', `${title} ${verdict}: ${text}`);
    },
    onKill: (kind) => {
      const { name } = target.container;
      report.event('Normal', 'Killing', `Container ${name} failed ${kind} probe, will be restarted`);
      onKill(kind);
    },
  });
}
