import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { cellsOf } from './cells.ts';
import { type ColumnDefinition, columnDefinitions } from './column-definition.ts';

/** `Table` of meta.k8s.io/v1: what `kubectl get` prints. */
export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly columnDefinitions: readonly ColumnDefinition[] | null;
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: unknown }[] | null;
}

/** How the objects of a kind are printed. */
export interface Printer {
  readonly columns: readonly ColumnDefinition[];
  /** One for each column. */
  readonly cells: (object: KubeObject) => readonly unknown[];
}

export function tableOf(
  type: ResourceType,
  objects: readonly KubeObject[],
  metadata: Readonly<Record<string, unknown>>,
  withColumns: boolean,
  embed: (object: KubeObject) => unknown,
): Table {
  const { columns, cells } = type.custom?.printer ?? printerOf(type.storage);
  const rows = objects.map((object) => ({ cells: cells(object), object: embed(object) }));
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withColumns ? columns : null,
    // Source: apiserver `defaultTableConvertor`, which begins with no rows rather than with none.
    rows: rows.length || !columns.some(({ name }) => name === 'Created At') ? rows : null,
  };
}

function printerOf(storage: string): Printer {
  return { columns: columnDefinitions(storage) ?? [], cells: cellsOf(storage) };
}
