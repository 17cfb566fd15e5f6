import type { Json } from '../objects/json.ts';
import type { Column } from '../table/columns.ts';
import { since } from '../table/human-duration.ts';
import { jsonPathValues, parseJsonPath } from './json-path.ts';

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly priority?: number;
}

const name: Column = { name: 'Name', type: 'string', wide: false, cell: ({ metadata }) => metadata.name };
const age: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

/** A table's columns as a definition wants them. Source: apiextensions `pkg/registry/customresource/tableconvertor`. */
export function printerColumns(columns: readonly PrinterColumn[] | undefined): readonly Column[] {
  return [name, ...(columns ?? [age]).map(column)];
}

function column({ name: title, type, jsonPath, priority = 0 }: PrinterColumn): Column {
  const steps = parseJsonPath(jsonPath);
  return {
    name: title,
    type: type as Column['type'],
    wide: priority > 0,
    cell: (object) => {
      const values = steps ? jsonPathValues(steps, object as unknown as Json) : [];
      return values[0] === undefined ? null : cell(type, values[0]);
    },
  };
}

/** A value that is not of the column's type is no value. */
function cell(type: string, value: Json): unknown {
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? since(value) : '<unknown>';
    default:
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}
