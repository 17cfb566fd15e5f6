import type { Fault } from './fault.ts';
import { daemonSets, jobs, workload } from './manifests.ts';

export const daemonSetsAndJobsFaults: readonly Fault[] = [
  {
    name: 'DaemonSet that never restarts',
    path: daemonSets,
    body: workload('DaemonSet', {}, { restartPolicy: 'OnFailure' }),
  },
  { name: 'DaemonSet selector that misses', path: daemonSets, body: workload('DaemonSet', {}, {}, { app: 'b' }) },
  {
    name: 'DaemonSet with surge and unavailable',
    path: daemonSets,
    body: workload('DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } }),
  },
  {
    name: 'DaemonSet without any',
    path: daemonSets,
    body: workload('DaemonSet', { updateStrategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
  },
  { name: 'Job that always restarts', path: jobs, body: workload('Job', {}) },
  {
    name: 'Job with a negative limit',
    path: jobs,
    body: workload('Job', { backoffLimit: -1 }, { restartPolicy: 'Never' }),
  },
  {
    name: 'Job of an unknown mode',
    path: jobs,
    body: workload('Job', { completionMode: 'Mine' }, { restartPolicy: 'Never' }),
  },
  {
    name: 'indexed Job without completions',
    path: jobs,
    body: workload('Job', { completionMode: 'Indexed', parallelism: 1 }, { restartPolicy: 'Never' }),
  },
];
