import type { V1Node } from '@kubernetes/client-node';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Wire } from '../wire.ts';

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** TaintNodesByCondition: nothing is placed on a new node before somebody has found it ready. */
export function taintUntilReady(object: KubeObject): void {
  object.spec ??= {};
  const { spec = {} } = object as unknown as Wire<V1Node>;
  if (spec.taints?.some(({ key, effect }) => key === notReady.key && effect === notReady.effect)) return;
  spec.taints = [...(spec.taints ?? []), notReady];
}
