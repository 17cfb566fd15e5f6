import type { ClusterNetwork } from '../network/cluster-network.ts';
import type { ContainerInstance } from './container-instance.ts';
import type { Container } from './pod-context.ts';
import { type CommandResult, runCommand } from './run-command.ts';

/** Where a probe or hook goes: the pod's address, the way from a virtual port to a real one, and into the container. */
export interface ProbeTarget {
  readonly ip: string;
  readonly container: Container;
  readonly realPort: (ip: string, port: number) => number | undefined;
  readonly run: (command: readonly string[], signal: AbortSignal) => Promise<CommandResult>;
}

export function probeTarget({
  container,
  instance,
  ip,
  network,
}: {
  readonly container: Container;
  readonly instance: ContainerInstance;
  readonly ip: string;
  readonly network: ClusterNetwork;
}): ProbeTarget {
  return {
    ip,
    // An idle container has nothing to ask; one that stands for a side-car must not keep its pod from being ready.
    container: instance.setting ? container : withoutProbes(container),
    realPort: (address, port) => network.port(address, port),
    run: (command, signal) => runCommand(instance, command, signal),
  };
}

function withoutProbes({
  startupProbe: _s,
  readinessProbe: _r,
  livenessProbe: _l,
  lifecycle: _h,
  ...container
}: Container): Container {
  return container;
}
