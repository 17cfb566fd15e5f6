import { readFileSync } from 'node:fs';

/** One of a table's headings, as `Table` of meta.k8s.io/v1 has it. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** 0 is always printed, more only with `-o wide`. */
  readonly priority: number;
}

let loaded: Readonly<Record<string, readonly ColumnDefinition[]>> | undefined;

/** Headings of a kind's table as the real server sends them; undefined for a storage that it does not have. */
export function columnDefinitions(storage: string): readonly ColumnDefinition[] | undefined {
  const path = new URL('../openapi/columns-1.34.json', import.meta.url);
  loaded ??= JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, readonly ColumnDefinition[]>>;
  return loaded[storage];
}
