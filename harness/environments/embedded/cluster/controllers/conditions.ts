import { timestamp } from '../api/objects/kube-object.ts';

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
}

/** Puts a condition in place of the one of its type; its transition time moves only with its status. */
export function setCondition<C extends Condition>(
  conditions: readonly C[] | undefined,
  next: Omit<C, 'lastTransitionTime'>,
): C[] {
  const before = conditions?.find(({ type }) => type === next.type);
  const lastTransitionTime = before?.status === next.status ? before.lastTransitionTime : timestamp();
  const condition = { ...next, lastTransitionTime } as C;
  if (!before) return [...(conditions ?? []), condition];
  return (conditions ?? []).map((item) => (item.type === next.type ? condition : item));
}
