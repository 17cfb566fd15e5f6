import { causeFailure } from '../diagnosis/cause-failure.ts';
import { podManifest } from '../diagnosis/pod-manifest.ts';
import { probedElsewhere } from '../diagnosis/probed-elsewhere.ts';
import { startUpCause, unreadyCause } from '../diagnosis/root-cause.ts';
import { type ImageHint, notReadyFailure, type PodTitle, podFailure } from '../diagnosis/unready.ts';
import type { Pod } from '../kubernetes/cluster-client.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import { awaitPods, isReady, unfulfilled } from './await-pods.ts';
import { gatherFacts } from './gather-facts.ts';
import { imageHint, imageRole } from './image-roles.ts';
import type { Pipeline } from './pipeline.ts';
import { podRole } from './pod-role.ts';
import type { PipelineFiles } from './read-files.ts';

/** Waits until every pod of the user's workloads is ready. Throws `ScenarioFailure` with the cause as soon as one cannot be. */
export async function awaitReady(
  pipeline: Pipeline,
  files: PipelineFiles,
  options: RunOptions,
  step: Step,
): Promise<void> {
  const { cluster, environment } = pipeline;
  const { manifests, namespaces } = files.deployment;
  const startedAt = performance.now();
  const outcome = await awaitPods(cluster, {
    namespaces,
    manifests,
    patience: environment.patience.ready,
    signal: step.signal,
    onProgress: step.progress,
  });
  if (outcome.ready) {
    const own = outcome.pods.filter((pod) => podManifest(pod, manifests) !== undefined);
    step.note(own.map((pod) => `${pod.metadata?.name} on ${pod.spec?.nodeName}`).join(', '));
    return;
  }

  const title: PodTitle = (pod, container) => agentTitle(pod, options) ?? container ?? pod.metadata?.name ?? 'A pod';
  const { problem, pods, events } = outcome;
  if (problem === undefined || problem.reason === 'StartupProbeFailed') {
    const isUnready = pods.some((pod) => podRole(pod, options) === 'qscan' && !isReady(pod));
    const elsewhere = isUnready ? probedElsewhere(files.deployment.agents) : undefined;
    if (elsewhere !== undefined) throw causeFailure(elsewhere, problem && [`the kubelet heard: ${problem.message}`]);
  }
  if (problem === undefined) {
    const waited = performance.now() - startedAt;
    const failure = notReadyFailure({ pods, events, waited }, unfulfilled(manifests, pods), manifests, title);
    const cause = unreadyCause(await gatherFacts(pipeline, files, options));
    throw cause === undefined ? failure : causeFailure(cause, [failure.message]);
  }
  const { pod, container } = problem;
  const namespace = pod.metadata?.namespace ?? '';
  const name = pod.metadata?.name ?? '';
  const log =
    container === undefined
      ? ''
      : (await cluster.log(namespace, name, container, true)) || (await cluster.log(namespace, name, container));
  const failure = podFailure(problem, { title, imageHint: hintFor(options), log });
  if (problem.reason !== 'CrashLoopBackOff') throw failure;
  const facts = await gatherFacts(pipeline, files, options);
  const cause = startUpCause(facts, podRole(pod, options));
  throw cause === undefined ? failure : causeFailure(cause, [failure.message]);
}

/** Of an image that nobody knows. */
function hintFor({ images }: RunOptions): ImageHint {
  return (image) => (imageRole(image, images) === undefined ? imageHint(image) : undefined);
}

function agentTitle(pod: Pod, options: RunOptions): string | undefined {
  const role = podRole(pod, options);
  return role && { qtap: 'Qtap', qscan: 'QScan' }[role];
}
