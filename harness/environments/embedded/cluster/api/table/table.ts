import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { type Column, columnsOf } from './columns.ts';

/** `Table` of meta.k8s.io/v1: what `kubectl get` prints. */
export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly columnDefinitions: readonly ColumnDefinition[] | null;
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: unknown }[];
}

interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

export function tableOf(
  type: ResourceType,
  objects: readonly KubeObject[],
  metadata: Readonly<Record<string, unknown>>,
  withColumns: boolean,
  embed: (object: KubeObject) => unknown,
): Table {
  const columns = columnsOf(type);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withColumns ? columns.map(definition) : null,
    rows: objects.map((object) => ({ cells: columns.map(({ cell }) => cell(object)), object: embed(object) })),
  };
}

function definition({ name, type, wide }: Column): ColumnDefinition {
  return { name, type, format: name === 'Name' ? 'name' : '', description: '', priority: wide ? 1 : 0 };
}
