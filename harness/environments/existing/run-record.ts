import { hostname } from 'node:os';
import type { V1ConfigMap } from '@kubernetes/client-node';
import { EnvironmentError } from '../../errors/environment-error.ts';
import type { ClusterRequests } from '../../kubernetes/cluster-requests.ts';
import { KubernetesError } from '../../kubernetes/kubernetes-error.ts';
import { resourcePath } from '../../kubernetes/resource-path.ts';
import type { ManifestObject } from '../../manifests/manifest.ts';
import { processSpace } from '../kind/life/process-space.ts';
import { processStart } from '../kind/life/process-start.ts';
import { ownerName } from './run-names.ts';

/** What a run writes down in the cluster, so that what a killed one left can be found and removed. */
export interface RunRecord {
  readonly runId: string;
  readonly bucket: string;
  readonly region: string;
  readonly endpoint: string | undefined;
  /** Objects that the run's pods wrote into the bucket and that were not there before. */
  readonly keys: readonly string[];
}

export interface RecordHolder {
  readonly record: RunRecord;
  /** Process and machine. */
  readonly by: string;
  /** When that process began, as `processStart` tells it; undefined where nobody could tell. */
  readonly started: string | undefined;
  /** As `processSpace` tells it. */
  readonly space: string | undefined;
  readonly uid: string;
  /** Changes as long as the run lives. */
  readonly version: string;
}

/** Who has taken a namespace; undefined: nobody. Throws `EnvironmentError` where somebody's own ConfigMap has the record's name. */
export async function readOwner(requests: ClusterRequests, namespace: string): Promise<RecordHolder | undefined> {
  const path = `${resourcePath('v1', 'ConfigMap', namespace)}/${ownerName}`;
  try {
    const { data = {}, metadata } = await requests.get<V1ConfigMap>(path);
    if (data.runId === undefined) {
      throw new EnvironmentError(
        `The ConfigMap ${ownerName} in the namespace ${namespace} is no run's record, and a run needs its name: let whoever made it remove it, or name another namespace by --namespace.`,
      );
    }
    const { runId, bucket = '', region = '', endpoint, keys = '', by = 'somebody', started, space } = data;
    return {
      by,
      started,
      space,
      uid: metadata?.uid ?? '',
      version: metadata?.resourceVersion ?? '',
      record: { runId, bucket, region, endpoint, keys: keys.split('\n').filter((key) => key !== '') },
    };
  } catch (error) {
    // A gateway's own 404 says nothing of a ConfigMap.
    if (error instanceof KubernetesError && error.status === 404 && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

/** The record as the ConfigMap that owns what the run makes; `beats` changes as long as it lives. */
export function recordObject(
  namespace: string,
  labels: Record<string, string>,
  record: RunRecord,
  beats = 0,
): ManifestObject {
  const { runId, bucket, region, endpoint, keys } = record;
  const by = `process ${process.pid} on ${hostname()}`;
  const started = processStart(process.pid);
  const space = processSpace();
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: ownerName, namespace, labels },
    data: {
      runId,
      by,
      ...(started !== undefined && { started }),
      ...(space !== undefined && { space }),
      bucket,
      region,
      ...(endpoint !== undefined && { endpoint }),
      beats: `${beats}`,
      keys: keys.join('\n'),
    },
  };
}
