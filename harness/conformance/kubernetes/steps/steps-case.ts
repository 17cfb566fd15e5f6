import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { runSteps } from './run-steps.ts';
import type { Step } from './step.ts';

/** A case of a group whose steps are data. */
export function stepsCase(name: string, ...steps: readonly Step[]): ConformanceCase<KubernetesTarget> {
  return { name, run: (target) => runSteps(target, steps) };
}
