import type { EventType } from '../controllers/event-recorder.ts';
import type { Container, KubeletContext, Pod } from './pod-context.ts';

/** How a container is named in events and messages. */
export interface ContainerReport {
  event(type: EventType, reason: string, message: string): void;
  /** `name_namespace(uid)`. */
  podName(): string;
}

export interface ContainerReportOptions {
  readonly kubelet: KubeletContext;
  readonly pod: () => Pod;
  readonly container: Container;
  readonly list: 'containers' | 'initContainers';
}

export function createContainerReport({ kubelet, pod, container, list }: ContainerReportOptions): ContainerReport {
  return {
    event: (type, reason, message) =>
      kubelet.events.record('Pod', pod(), type, reason, message, `spec.${list}{${container.name}}`),
    podName: () => {
      const { name, namespace, uid } = pod().metadata ?? {};
      return `${name}_${namespace}(${uid})`;
    },
  };
}
