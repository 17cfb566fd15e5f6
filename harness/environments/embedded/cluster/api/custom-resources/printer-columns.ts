import type { Json } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { columnDefinitions } from '../table/column-definition.ts';
import { since } from '../table/human-duration.ts';
import type { Printer } from '../table/table.ts';
import { jsonPathValues, parseJsonPath } from './json-path.ts';

export interface PrinterColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
}

/** A table's columns as a definition wants them. Source: apiextensions `pkg/registry/customresource/tableconvertor`. */
export function customPrinter(wanted: readonly PrinterColumn[] | undefined): Printer {
  const cells = (wanted ?? [age]).map(cellOf);
  return {
    get columns() {
      const [name, created] = columnDefinitions('configmaps')?.filter((column) => column.name !== 'Data') ?? [];
      if (!name || !created) throw new Error('The generated columns begin with a name and end with an age.');
      if (!wanted) return [name, { ...created, type: age.type }];
      return [name, ...wanted.map(headed)];
    },
    cells: (object) => [object.metadata.name, ...cells.map((cell) => cell(object))],
  };
}

const age: PrinterColumn = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };

function headed({ name, type, format = '', description, priority = 0, jsonPath }: PrinterColumn) {
  const prose = description || `Custom resource definition column (in JSONPath format): ${jsonPath}`;
  return { name, type, format, description: prose, priority };
}

function cellOf({ type, jsonPath }: PrinterColumn): (object: KubeObject) => unknown {
  const steps = parseJsonPath(jsonPath);
  return (object) => {
    const values = steps ? jsonPathValues(steps, object as unknown as Json) : [];
    return values[0] === undefined ? null : cell(type, values[0]);
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
