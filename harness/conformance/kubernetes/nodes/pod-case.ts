import type { V1Container, V1Pod, V1PodSpec } from '@kubernetes/client-node';
import type { Wire } from '../../../environments/embedded/cluster/api/wire.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import {
  awaitEvents,
  awaitObject,
  create,
  currentVersion,
  type KubernetesObject,
  log,
  remove,
} from './cluster-steps.ts';
import { eventsOutcome, podOutcome } from './pod-outcome.ts';

export type Pod = Wire<V1Pod>;
export type Container = Wire<V1Container>;

/** A pod that says something by how it runs or fails. */
export interface PodCase {
  /** Unique; the pod is named after it. */
  readonly name: string;
  /** Added to the pod's container `c`, which runs Node and restarts nothing. */
  readonly container?: Partial<Container>;
  readonly spec?: Partial<Wire<V1PodSpec>>;
  readonly metadata?: Pod['metadata'];
  /** What is made before the pod, in this order. */
  readonly before?: readonly KubernetesObject[];
  /** What tells that there is nothing more to wait for; by default the pod's end. */
  readonly until?: (pod: Pod) => boolean;
  /** Reasons of events that are waited for and belong to the outcome. */
  readonly events?: readonly string[];
  /** Only the events tell something; what the status says meanwhile is a matter of time. */
  readonly isToldByEvents?: boolean;
  /** The pod is then deleted, and its events awaited. */
  readonly isDeleted?: boolean;
}

/** The image that every node has; it runs `node` as it is given. */
export const image = 'node:24-bookworm-slim';

/** A command that runs JavaScript. */
export const script = (code: string): string[] => ['node', '-e', code];

/** A command that runs until it is told to stop. */
export const server = script(
  "process.on('SIGTERM', () => process.exit(0)); require('http').createServer((q, r) => { r.statusCode = Number(q.url.slice(1)) || 200; r.end() }).listen(8080)",
);

/** A pod whose time is over has failed before its containers have ended. */
export function hasEnded({ status }: Pod): boolean {
  const isOver = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  return isOver && !status.containerStatuses?.some(({ state }) => state?.running);
}

export function waitsFor(reason: string): (pod: Pod) => boolean {
  return ({ status }) =>
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].some(
      ({ state }) => state?.waiting?.reason === reason,
    );
}

export function isReady({ status }: Pod): boolean {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
}

export function podCase(definition: PodCase): ConformanceCase<KubernetesTarget> {
  const { name, until = hasEnded, events = [], before = [], isDeleted = false, isToldByEvents = false } = definition;
  return {
    name,
    needs: ['nodes'],
    run: async (target) => {
      const since = await currentVersion(target);
      for (const object of before) await create(target, object);
      const created = await create(target, podOf(definition));
      if (created.kind === 'Status') return { refused: created };
      const pod = await awaitObject<Pod>(target, podPath(name), until, since);
      if (isDeleted) await remove(target, podPath(name));
      const seen = await awaitEvents(target, pod.metadata?.uid ?? '', events, since);
      const text = hasEnded(pod) ? await log(target, podName(name)) : undefined;
      await remove(target, `${podPath(name)}?gracePeriodSeconds=0`);
      return isToldByEvents ? eventsOutcome(target, pod, seen) : podOutcome(target, pod, seen, text);
    },
  };
}

function podOf({ name, container, spec, metadata }: PodCase): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name: podName(name) },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 1,
      ...spec,
      containers: [{ name: 'c', image, command: script(''), ...container }, ...(spec?.containers ?? [])],
    },
  };
}

/** Of a case's pod. */
export function podName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function podPath(name: string): string {
  return `pods/${podName(name)}`;
}
