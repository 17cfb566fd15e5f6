import type { CompactField } from './compact-document.ts';
import { document, schemaNames } from './document.ts';

export type OpenApiNode = Record<string, unknown>;

/** What the versions of OpenAPI write differently. */
export interface Dialect {
  /** A schema at another place. */
  reference(name: string): OpenApiNode;
  readonly scalars: Readonly<Record<string, OpenApiNode>>;
  /** A real server tells the defaults of its fields in version 3 only. */
  readonly tellsDefaults: boolean;
}

/** A schema of the compact document, as OpenAPI writes it. */
export function expandSchema(name: string, dialect: Dialect): OpenApiNode {
  const schema = document().schemas[name] ?? {};
  const kinds = schema.k?.map(([group, version, kind]) => ({ group, version, kind }));
  const properties = Object.entries(schema.p ?? {}).map(([field, value]) => [field, expandField(value, dialect)]);
  return {
    ...(schema.p ? { type: 'object', properties: Object.fromEntries(properties) } : dialect.scalars[schema.s ?? 'o']),
    ...(schema.r && { required: schema.r }),
    ...(schema.a && { 'x-kubernetes-map-type': 'atomic' }),
    ...(kinds && { 'x-kubernetes-group-version-kind': kinds }),
  };
}

/** The named schema and all that it refers to, added to `found`. */
export function collectSchemas(name: string | undefined, found: Set<string>): void {
  if (name === undefined || found.has(name)) return;
  found.add(name);
  for (const field of Object.values(document().schemas[name]?.p ?? {})) {
    const index = /#(\d+)$/.exec(typeof field === 'string' ? field : field.t)?.[1];
    if (index !== undefined) collectSchemas(schemaNames()[Number(index)], found);
  }
}

function expandField(field: CompactField, dialect: Dialect): OpenApiNode {
  const { t, d, l, k, a, ps, pk, e } =
    typeof field === 'string' ? ({ t: field } as Exclude<CompactField, string>) : field;
  return {
    ...expandType(t, dialect, e),
    ...(dialect.tellsDefaults && d !== undefined && { default: d }),
    ...(l && { 'x-kubernetes-list-type': l }),
    ...(k && { 'x-kubernetes-list-map-keys': k }),
    ...(a && { 'x-kubernetes-map-type': a }),
    ...(ps && { 'x-kubernetes-patch-strategy': ps }),
    ...(pk && { 'x-kubernetes-patch-merge-key': pk }),
  };
}

function expandType(type: string, dialect: Dialect, words?: readonly string[]): OpenApiNode {
  if (type.startsWith('#')) return dialect.reference(schemaNames()[Number(type.slice(1))] ?? '');
  if (type.startsWith('[')) return { type: 'array', items: expandType(type.slice(1), dialect, words) };
  if (type.startsWith('{')) return { type: 'object', additionalProperties: expandType(type.slice(1), dialect, words) };
  return { ...dialect.scalars[type], ...(words && { enum: words }) };
}
