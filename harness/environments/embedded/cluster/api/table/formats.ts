import type { V1LabelSelector } from '@kubernetes/client-node';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Wire } from '../wire.ts';
import type { Cells } from './cells.ts';
import { since } from './human-duration.ts';

export const none = '<none>';
export const unset = '<unset>';

/** How many of a list are printed before the rest is counted. */
export const shown = 3;

/** Types what a printer takes: a table is asked for one kind only. */
export function cellsFor<T>(print: (object: T & Pick<KubeObject, 'metadata'>) => readonly unknown[]): Cells {
  return (object) => print(object as unknown as T & Pick<KubeObject, 'metadata'>);
}

export function age({ metadata }: Pick<KubeObject, 'metadata'>): string {
  return since(metadata.creationTimestamp);
}

/** Source: apimachinery `labels.FormatLabels`. */
export function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(labels ?? {}).sort();
  return entries.length ? entries.map(([key, value]) => `${key}=${value}`).join(',') : none;
}

/** Source: apimachinery `metav1.FormatLabelSelector`: requirements in the order of their keys. */
export function formatSelector(selector: Wire<V1LabelSelector> | undefined): string {
  const equal = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const others = (selector?.matchExpressions ?? []).map(({ key, operator, values }) => {
    if (operator === 'Exists') return { key, text: key };
    if (operator === 'DoesNotExist') return { key, text: `!${key}` };
    return { key, text: `${key} ${operator.toLowerCase()} (${[...(values ?? [])].sort().join(',')})` };
  });
  const sorted = [...equal, ...others].sort((left, right) =>
    left.key < right.key ? -1 : left.key > right.key ? 1 : 0,
  );
  return sorted.map(({ text }) => text).join(',') || none;
}

/** The first few; `total` counts what the rest is counted from. */
export function firstOf(items: readonly (string | number)[], total = items.length): string {
  const list = items.slice(0, shown).join(',');
  return total > shown ? `${list} + ${total - shown} more...` : list;
}

interface Containers {
  readonly containers: readonly { readonly name: string; readonly image?: string }[];
}

/** Names and images of a template's containers. */
export function containerCells(spec: Containers | undefined): readonly [string, string] {
  const containers = spec?.containers ?? [];
  return [containers.map(({ name }) => name).join(','), containers.map(({ image }) => image ?? '').join(',')];
}
