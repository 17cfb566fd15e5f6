import type { ConformanceSuite } from '../conformance-suite.ts';
import { callGroups } from './calls/call-groups.ts';
import { faultGroups } from './faults/fault-groups.ts';
import type { KubernetesTarget } from './kubernetes-target.ts';
import { nodeGroups } from './nodes/node-groups.ts';

/** Kubernetes as clients of version 1.34 meet it. */
export const kubernetesSuite: ConformanceSuite<KubernetesTarget> = {
  name: 'kubernetes-1.34',
  groups: [...callGroups, ...faultGroups, ...nodeGroups],
};
