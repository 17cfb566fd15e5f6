import type { ClusterApi, Kind, KindMap } from '../api/cluster-api.ts';
import { ApiError } from '../api/objects/api-error.ts';

export type EventType = 'Normal' | 'Warning';

/** Writes `Event` objects as client-go's recorder does: a repeated event raises the count of the first. */
export interface EventRecorder {
  /** `fieldPath` names a container: `spec.containers{web}`. An event that the API refuses is dropped. */
  record<K extends Kind>(
    kind: K,
    object: KindMap[K],
    type: EventType,
    reason: string,
    message: string,
    fieldPath?: string,
  ): void;
}

const apiVersions: Partial<Record<Kind, string>> = {
  CronJob: 'batch/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Job: 'batch/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
};

/** `component` is the reporter that `kubectl describe` shows in column FROM; `host` the node of a kubelet. */
export function createEventRecorder(api: ClusterApi, component: string, host?: string): EventRecorder {
  const names = new Map<string, string>();

  function repeat(namespace: string, name: string): boolean {
    const event = api.get('Event', { namespace, name });
    if (!event) return false;
    api.update('Event', { ...event, count: (event.count ?? 1) + 1, lastTimestamp: now() });
    return true;
  }

  return {
    record(kind, object, type, reason, message, fieldPath) {
      const { name = '', namespace = 'default', uid = '' } = object.metadata ?? {};
      const key = JSON.stringify([uid, type, reason, message, fieldPath]);
      try {
        const known = names.get(key);
        if (known && repeat(namespace, known)) return;
        const eventName = `${name}.${uniqueTime()}`;
        names.set(key, eventName);
        const time = now();
        api.create('Event', {
          apiVersion: 'v1',
          kind: 'Event',
          metadata: { name: eventName, namespace },
          involvedObject: {
            apiVersion: apiVersions[kind] ?? 'v1',
            kind,
            name,
            namespace,
            uid,
            ...(object.metadata?.resourceVersion && { resourceVersion: object.metadata.resourceVersion }),
            ...(fieldPath && { fieldPath }),
          },
          type,
          reason,
          message,
          count: 1,
          firstTimestamp: time,
          lastTimestamp: time,
          source: { component, ...(host && { host }) },
          reportingComponent: component,
          reportingInstance: host ?? '',
        });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // A namespace that is being deleted takes no events; the real recorder drops them as well.
      }
    },
  };
}

let last = 0n;

/** Nanoseconds since the epoch in hexadecimal, never the same twice: names sort as the events came. */
function uniqueTime(): string {
  const time = BigInt(Date.now()) * 1_000_000n;
  last = time > last ? time : last + 1n;
  return last.toString(16);
}

function now(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}
