import type { FaultInForce } from '../../edge/faults/fault-plan.ts';
import type { RunOptions } from '../../scenario/run-options.ts';
import type { Pipeline } from '../pipeline.ts';
import type { PipelineFiles } from '../read-files.ts';
import { outageRules } from './outage-rules.ts';
import { type KilledScanners, startScannerKiller } from './scanner-killer.ts';

/** Shares of the artifacts after whose reports every scanner is killed. */
const kills = [0.2, 0.45, 0.7];

/** Outages that go on until disposed. */
export interface Outages extends AsyncDisposable {
  /** False in somebody's cluster: a run there needs no right to delete pods, and is given none. */
  readonly kills: boolean;
  readonly killed: KilledScanners;
  /** What happened so far, one line a fault that struck. */
  summary(): string[];
}

/** Lets S3 and Pulse fail and scanners be killed, in step with how far a run of so many artifacts has come. */
export function startOutages(
  pipeline: Pick<Pipeline, 'pulse' | 'cluster' | 'faults' | 'environment'>,
  { deployment }: Pick<PipelineFiles, 'deployment'>,
  options: RunOptions,
  artifacts: number,
): Outages {
  const rules = new Map<string, FaultInForce>();
  for (const rule of outageRules(artifacts)) rules.set(rule.name, pipeline.faults.add(rule));
  const isGuest = pipeline.environment.tenancy !== undefined;
  const afterReports = isGuest ? [] : kills.map((share) => Math.ceil(share * artifacts));
  const killer = startScannerKiller(pipeline, deployment, options, afterReports);
  return {
    kills: !isGuest,
    killed: killer.killed,
    summary: () => [
      ...[...rules].flatMap(([name, rule]) => (rule.strikes() === 0 ? [] : [`${name}: ${times(rule.strikes())}`])),
      isGuest ? 'scanners are not killed: a run deletes nothing here' : `scanners killed: ${killer.killed.pods.length}`,
    ],
    async [Symbol.asyncDispose]() {
      for (const rule of rules.values()) rule[Symbol.dispose]();
      await killer[Symbol.asyncDispose]();
    },
  };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en')} times`;
}
