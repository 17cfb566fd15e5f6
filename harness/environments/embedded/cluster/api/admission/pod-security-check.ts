import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';

export type Container = Wire<V1Container>;
export type PodSpec = Wire<V1PodSpec>;

/** A check's finding: what is forbidden, and where. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

export type Check = (spec: PodSpec) => Violation | undefined;

export function containersOf(spec: PodSpec): Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
}

export function offenders(spec: PodSpec, offends: (container: Container) => boolean | undefined): string[] {
  return containersOf(spec)
    .filter(offends)
    .map(({ name }) => name);
}

export function plural(noun: string, items: readonly unknown[]): string {
  return items.length === 1 ? noun : `${noun}s`;
}

export function quote(items: readonly string[]): string {
  return items.map((item) => JSON.stringify(item)).join(', ');
}
