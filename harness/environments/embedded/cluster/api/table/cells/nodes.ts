import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { Wire } from '../../wire.ts';
import type { Cells } from '../cells.ts';
import { age, cellsFor, none } from '../formats.ts';
import { summarizePod } from '../pod-columns.ts';

const unknown = '<unknown>';
const roleLabel = 'node-role.kubernetes.io/';

/** Nodes, and what runs on them. */
export const nodeCells: Readonly<Record<string, Cells>> = {
  nodes: cellsFor<Wire<V1Node>>((object) => {
    const info = object.status?.nodeInfo;
    return [
      object.metadata.name,
      state(object),
      roles(object.metadata.labels) || none,
      age(object),
      info?.kubeletVersion ?? '',
      address(object, 'InternalIP'),
      address(object, 'ExternalIP'),
      info?.osImage || unknown,
      info?.kernelVersion || unknown,
      info?.containerRuntimeVersion || unknown,
    ];
  }),
  pods: cellsFor<Wire<V1Pod>>((object) => {
    const { ready, status, restarts } = summarizePod(object);
    return [
      object.metadata.name,
      ready,
      status,
      restarts,
      age(object),
      object.status?.podIPs?.[0]?.ip ?? object.status?.podIP ?? none,
      object.spec?.nodeName || none,
      object.status?.nominatedNodeName || none,
      gates(object),
    ];
  }),
};

function state({ spec, status }: Wire<V1Node>): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const text = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return spec?.unschedulable ? `${text},SchedulingDisabled` : text;
}

/** By the label of a role, or the older label that names it. Source: `findNodeRoles`. */
function roles(labels: Readonly<Record<string, string>> = {}): string {
  const found = Object.entries(labels).map(([label, value]) => {
    if (label.startsWith(roleLabel)) return label.slice(roleLabel.length);
    return label === 'kubernetes.io/role' ? value : '';
  });
  return [...new Set(found.filter(Boolean))].sort().join(',');
}

function address({ status }: Wire<V1Node>, type: string): string {
  return status?.addresses?.find((item) => item.type === type)?.address ?? none;
}

function gates({ spec, status }: Wire<V1Pod>): string {
  const all = spec?.readinessGates ?? [];
  const met = all.filter(({ conditionType }) =>
    status?.conditions?.some(({ type, status: value }) => type === conditionType && value === 'True'),
  );
  return all.length ? `${met.length}/${all.length}` : none;
}
