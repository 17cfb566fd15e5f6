import { ScenarioFailure } from '../errors/scenario-failure.ts';
import type { SourcePosition } from '../errors/source-position.ts';
import type { ClusterEvent, Pod } from '../kubernetes/cluster-client.ts';
import type { Manifest } from '../manifests/manifest.ts';
import { namespaceOf } from '../manifests/namespace-of.ts';
import { duration } from '../report/duration.ts';
import { heldByProbe } from './held-by-probe.ts';
import { troubleIn } from './log-messages.ts';
import { containerPath, podManifest } from './pod-manifest.ts';
import type { PodProblem } from './pod-problem.ts';
import { schedulingRemedy } from './scheduling-remedy.ts';

/** A pod's name for people: `Qtap`, `QScan`, or the pod's own. */
export type PodTitle = (pod: Pod, container: string | undefined) => string;

/** What to do about an image that nobody knows; undefined for one that should have been there. */
export type ImageHint = (image: string) => string | undefined;

export interface PodWords {
  readonly title: PodTitle;
  readonly imageHint: ImageHint;
  /** What the container wrote last, if anything. */
  readonly log: string;
}

/** The failure that a pod has a problem. */
export function podFailure(problem: PodProblem, { title, imageHint, log }: PodWords): ScenarioFailure {
  const { pod, container, reason, message, positions } = problem;
  const name = title(pod, container);
  const trouble = troubleIn(log).at(-1) ?? log.trim().split('\n').at(-1);
  const evidence = [`pod ${pod.metadata?.namespace}/${pod.metadata?.name}: ${reason}: ${message}`];
  const sentences: Record<string, () => string> = {
    Unschedulable: () => `${name} stays Pending: ${schedulingReason(message)}.`,
    FailedMount: () => `${name} cannot start: ${message}`,
    CrashLoopBackOff: () => `${name} keeps crashing: it ${message}${trouble ? `; its last words: ${trouble}` : ''}`,
    OOMKilled: () => `${name} ${message}`,
    StartupProbeFailed: () => probeSentence(name, problem),
    ErrImagePull: () => imageSentence(name, problem, imageHint),
    ImagePullBackOff: () => imageSentence(name, problem, imageHint),
  };
  const sentence = sentences[reason]?.() ?? `${name} cannot start (${reason}): ${message}`;
  return new ScenarioFailure(sentence, { positions, evidence });
}

/**
 * Why no node takes a pod, and what to do. Nodes that keep it off by a taint, as a control plane does, differ from cluster to
 * cluster, and a scheduler need not say which taint: they are told only where there is no other reason. The whole message is
 * evidence.
 */
function schedulingReason(message: string): string {
  const [, reasons] = /^\d+\/\d+ nodes are available: (.*?)(?:\. |\.?$)/s.exec(message) ?? [];
  if (reasons === undefined) return message.split('. ')[0] ?? message;
  const each = reasons.split(/, (?=\d+ )/);
  const own = each.filter((reason) => !reason.includes('untolerated taint'));
  const told = (own.length > 0 ? own : each).map((reason) => reason.replace(/^\d+ /, ''));
  const remedy = schedulingRemedy(told);
  return `no node takes it (${told.join(', ')})${remedy ? `; ${remedy}` : ''}`;
}

function probeSentence(name: string, { pod, container, message }: PodProblem): string {
  const probe = pod.spec?.containers.find((entry) => entry.name === container)?.startupProbe;
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe ?? {};
  const seconds = initialDelaySeconds + periodSeconds * failureThreshold;
  return `${name} is restarted before it is ready: its startup probe gives it ${seconds} s and hears ${message}; raise failureThreshold if it only needs longer.`;
}

/** What to do, or else the runtime's reason without what it wraps around; the whole message is evidence. */
function imageSentence(name: string, { pod, container, message }: PodProblem, hint: ImageHint): string {
  const image = pod.spec?.containers
    .concat(pod.spec.initContainers ?? [])
    .find((entry) => entry.name === container)?.image;
  // An image that nobody knows is most likely a name with a mistake in it, whether or not its registry can be asked.
  const advice = hint(image ?? '');
  const unreached = /failed to do request: Head "https:\/\/([^/"]+)[^"]*": (.*)$/s.exec(message);
  if (unreached !== null && advice === undefined) {
    const [, host, how] = unreached;
    return `${name} cannot start: its image ${image} cannot be pulled (ErrImagePull): the node does not reach ${host} (${how}); allow port 443 to it from the nodes.`;
  }
  const why = advice ?? /: not found: (.*)$/s.exec(message)?.[1] ?? message.split(': ').at(-1);
  return `${name} cannot start: its image ${image} cannot be pulled (ErrImagePull)${why ? `: ${why}` : ''}.`;
}

/** The failure that pods were not ready in time, or were never made. */
export function notReadyFailure(
  found: { readonly pods: readonly Pod[]; readonly events: readonly ClusterEvent[]; readonly waited: number },
  missing: readonly Manifest[],
  manifests: readonly Manifest[],
  title: PodTitle,
): ScenarioFailure {
  const unready = found.pods.find((pod) =>
    pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status !== 'True'),
  );
  const [absent] = missing;
  if (absent !== undefined) {
    const { kind, metadata } = absent.object;
    // A Deployment's pods are made by a ReplicaSet of its own.
    const isOf = ({ kind: maker, name = '' }: ClusterEvent['involvedObject']) =>
      name === metadata.name || (maker === 'ReplicaSet' && name.startsWith(`${metadata.name}-`));
    const event = found.events
      .filter(({ reason, involvedObject }) => reason === 'FailedCreate' && isOf(involvedObject))
      .at(-1);
    const why = event?.message?.replace(combined, '') ?? 'no node takes one';
    const label = why.includes('violates PodSecurity') ? enforcing(absent, manifests) : [];
    const remedy = why.includes('violates PodSecurity')
      ? `; label the namespace with ${enforce}: privileged, or put it into one that is`
      : '';
    return new ScenarioFailure(`${kind} ${metadata.name} has no pod: ${why}${remedy}`, {
      positions: [...label, absent.locate([])],
    });
  }
  const name = unready === undefined ? 'A pod' : title(unready, undefined);
  const condition = unready?.status?.conditions?.find(({ type }) => type === 'ContainersReady');
  const waiting = (unready?.status?.containerStatuses ?? []).find(({ ready }) => !ready);
  const held = unready && heldByProbe(unready, found.events);
  const manifest = unready && podManifest(unready, manifests);
  const container = held?.container ?? waiting?.name;
  const path = manifest && container !== undefined ? containerPath(manifest, container) : undefined;
  const why =
    held === undefined
      ? `: ${condition?.message ?? 'no condition says why'}`
      : `; ${held.consequence}; last answer: ${held.lastAnswer}`;
  return new ScenarioFailure(`${name} is not ready${why}.`, {
    positions: manifest && path ? [manifest.locate(held === undefined ? path : [...path, `${held.probe}Probe`])] : [],
    evidence: [`waited ${duration(found.waited)} of real time`].concat(
      found.events
        .filter(({ involvedObject, type }) => involvedObject.uid === unready?.metadata?.uid && type === 'Warning')
        .slice(-3)
        .map(({ reason, message }) => `event ${reason}: ${message}`),
    ),
  });
}

/** What a recorder puts before the latest of many events that differ in their message only, such as a pod's name (client-go, `tools/record`). */
const combined = /^\(combined from similar events\): /;

const enforce = 'pod-security.kubernetes.io/enforce';

/** The label by which the namespace of an object keeps pods out, where the manifests make it. */
function enforcing(manifest: Manifest, manifests: readonly Manifest[]): SourcePosition[] {
  const name = namespaceOf(manifest);
  const namespace = manifests.find(({ object }) => object.kind === 'Namespace' && object.metadata.name === name);
  return namespace === undefined ? [] : [namespace.locate(['metadata', 'labels', enforce])];
}
