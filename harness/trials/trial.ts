import type { CatalogueId } from '../catalogue/catalogue-id.ts';
import type { Coverage } from '../catalogue/coverage.ts';
import type { CollectedEvidence } from '../pipeline/collect-evidence.ts';
import type { Pipeline, PipelineAdditions } from '../pipeline/pipeline.ts';
import type { RunPlan } from '../pipeline/plan-run.ts';
import type { PipelineFiles } from '../pipeline/read-files.ts';
import type { Failure } from '../scenario/run-event.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import type { ScenarioDeclaration } from '../scenario/scenario-declaration.ts';
import type { WorkloadPod } from '../traffic/replay/workload-pod.ts';
import type { TrafficPlan } from '../traffic/traffic-plan.ts';
import type { Change } from './edits/change.ts';
import type { Place } from './places/place.ts';

/** One mistake, or one condition, in an otherwise sound pipeline, and what a run has to show of it. */
export interface Trial extends Omit<Coverage, 'id'> {
  readonly id: CatalogueId;
  /** Further rows that the same run shows. */
  readonly also?: readonly CatalogueId[];
  /** What is done, as a reader of the report should know it: "the policy lacks s3:PutObject". */
  readonly title: string;
  /** Why it does not run in an environment in which the scenario does. */
  readonly notOn?: ScenarioDeclaration['notOn'];
  /** Made in a copy of the files. */
  readonly change?: Change;
  /** What of the run's options is otherwise: nodes of the cluster. Elsewhere than in that environment it runs not: see `notOn`. */
  readonly options?: Pick<Partial<RunOptions>, 'environment'>;
  /** How the pipeline is set up otherwise. */
  readonly additions?: Partial<PipelineAdditions>;
  /** Done when everything around the agents is up, before they are. */
  readonly before?: (pipeline: Pipeline, files: PipelineFiles) => void | Promise<void>;
  /** Done when the agents are ready, before the traffic; what it answers is disposed of before the verdict. */
  readonly during?: (scene: Scene) => undefined | Promise<undefined | AsyncDisposable>;
  /** Done when half of the traffic is sent; the other half waits for it. */
  readonly midway?: (scene: Scene) => Promise<void>;
  /** Exchanges of the traffic; default 200. */
  readonly exchanges?: number;
  /** Traffic of its own in the place of the usual one; its hosts are among the usual ones. */
  readonly ownTraffic?: (seed: number) => TrafficPlan;
  /** It is this traffic that shows it, on files in which nothing is wrong too: `change` makes sure of settings that they may have. */
  readonly byTraffic?: true;
  /** Pods that send the traffic and share it; default one like any other. */
  readonly workloads?: readonly WorkloadPod[];
  /** Real milliseconds more than usual for which a job may be out before it is taken to be lost; default 0. */
  readonly openPatience?: number;
  /** Planted values get where none may be: that is what it shows. */
  readonly leaks?: true;
  /** How the run has to end: red, with a cause that reads so; or green. */
  readonly ends: RegExp | 'green';
  /** Of a red one: the line that the run has to point at, by a text that no other line has, or by its place in the files. */
  readonly at?: RegExp | Place;
  /** What has to be seen besides. Throws `ScenarioFailure`, or any assertion error, where it is not; answers with a sentence on what was. */
  readonly shows?: (seen: Seen) => string | Promise<string>;
}

/** A pipeline with its agents ready. */
export interface Scene {
  readonly pipeline: Pipeline;
  readonly files: PipelineFiles;
  readonly options: RunOptions;
  readonly plan: RunPlan;
  readonly step: Step;
}

/** How a trial's run ended, its pipeline still up. */
export interface Seen {
  readonly failure: Failure | undefined;
  /** Planted values found where none may be; undefined where the run ended before it was searched. */
  readonly leaks: number | undefined;
  readonly pipeline: Pipeline | undefined;
  readonly files: PipelineFiles | undefined;
  readonly plan: RunPlan | undefined;
  /** Undefined where the run ended before anything was sent. */
  readonly collected: CollectedEvidence | undefined;
}
