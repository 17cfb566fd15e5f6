import type { CompactField } from './compact-document.ts';
import { document, schemaNames } from './document.ts';
import { guessGoType } from './go-type.ts';
import { schemaNameOfKind } from './schema-name-of-kind.ts';

/** A scalar of JSON: `any` and `object` hold anything, `quantity` and `intOrString` a number or string. */
export type ScalarType =
  | 'string'
  | 'time'
  | 'bytes'
  | 'int32'
  | 'int64'
  | 'double'
  | 'boolean'
  | 'quantity'
  | 'intOrString'
  | 'object'
  | 'any';

export interface ScalarSchema {
  readonly type: ScalarType;
  /** Name in Go's decoding errors. */
  readonly goType: string;
}

export interface StructSchema {
  readonly type: 'struct';
  readonly name: string;
  readonly goType: string;
  readonly fields: ReadonlyMap<string, FieldSchema>;
  readonly required: ReadonlySet<string>;
  /** Scalars whose zero is a value: pointers in Go. The zero of any other is left out where it is optional. */
  readonly pointers: ReadonlySet<string>;
  /** Not there until somebody sets it: custom resources have no zero values. */
  readonly nullable?: true;
  readonly atomic: boolean;
}

export interface ListSchema {
  readonly type: 'list';
  readonly goType: string;
  readonly items: Schema;
  readonly nullable?: true;
  readonly listType: 'atomic' | 'set' | 'map';
  /** Of a list of type map. */
  readonly keys: readonly string[];
  readonly patchStrategy: readonly string[];
  readonly mergeKey: string | undefined;
}

export interface MapSchema {
  readonly type: 'map';
  /** Stands for a value of any shape, as custom resources have them. */
  readonly deduced?: true;
  readonly goType: string;
  readonly values: Schema;
  readonly atomic: boolean;
}

export type Schema = ScalarSchema | StructSchema | ListSchema | MapSchema;

export interface FieldSchema {
  readonly schema: Schema;
  readonly default: unknown;
  /** `retainKeys` and `merge` of strategic merge patch. */
  readonly patchStrategy: readonly string[];
  readonly atomic: boolean;
}

const scalars: Readonly<Record<string, ScalarType>> = {
  s: 'string',
  t: 'time',
  y: 'bytes',
  i: 'int32',
  l: 'int64',
  d: 'double',
  b: 'boolean',
  q: 'quantity',
  I: 'intOrString',
  o: 'object',
  '*': 'any',
};

const schemas = new Map<string, Schema>();

/** Structure of a kind; built at first use. Undefined for a kind that is not served. */
export function schemaOfKind(group: string, version: string, kind: string): StructSchema | undefined {
  const name = schemaNameOfKind(group, version, kind);
  const schema = name === undefined ? undefined : namedSchema(name);
  return schema?.type === 'struct' ? schema : undefined;
}

function namedSchema(name: string): Schema {
  const known = schemas.get(name);
  if (known) return known;
  const compact = document().schemas[name] ?? {};
  const goType = name.split('.').slice(-2).join('.');
  if (!compact.p) {
    const scalar: Schema = { type: scalars[compact.s ?? 'o'] ?? 'any', goType: compact.s === 'I' ? 'int32' : goType };
    schemas.set(name, scalar);
    return scalar;
  }
  const fields = new Map<string, FieldSchema>();
  const struct: StructSchema = {
    type: 'struct',
    name,
    goType,
    fields,
    required: new Set(compact.r ?? []),
    pointers: new Set(compact.o ?? []),
    atomic: compact.a === 1,
  };
  schemas.set(name, struct);
  for (const [property, field] of Object.entries(compact.p)) fields.set(property, lazyField(field));
  return struct;
}

/** Most fields of most kinds are never met. */
function lazyField(field: CompactField): FieldSchema {
  const extras = typeof field === 'string' ? { t: field } : field;
  let schema: Schema | undefined;
  return {
    get schema() {
      schema ??= typedSchema(extras.t, extras);
      return schema;
    },
    default: extras.d,
    patchStrategy: extras.ps?.split(',') ?? [],
    atomic: extras.a === 'atomic',
  };
}

function typedSchema(type: string, field: Exclude<CompactField, string>): Schema {
  if (type.startsWith('#')) return namedSchema(schemaNames()[Number(type.slice(1))] ?? '');
  const goType = guessGoType(type, schemaNames());
  if (type.startsWith('[')) {
    return {
      type: 'list',
      goType: type === '[s' && field.g ? `[]${field.g}` : goType,
      items: typedSchema(type.slice(1), { t: type.slice(1), ...(field.g && { g: field.g }) }),
      listType: field.l === 'map' || field.l === 'set' ? field.l : 'atomic',
      keys: field.k ?? [],
      patchStrategy: field.ps?.split(',') ?? [],
      mergeKey: field.pk,
    };
  }
  if (type.startsWith('{')) {
    const values = typedSchema(type.slice(1), { t: type.slice(1) });
    return { type: 'map', goType: field.g ?? goType, values, atomic: field.a === 'atomic' };
  }
  return { type: scalars[type] ?? 'any', goType: type === 's' ? (field.g ?? goType) : goType };
}
