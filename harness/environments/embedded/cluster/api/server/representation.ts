import type { KubeObject } from '../objects/kube-object.ts';
import { toEventsApi } from '../registry/convert-event.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { type Table, tableOf } from '../table/table.ts';
import type { Exchange } from './exchange.ts';

/** In which of its shapes a client wants an object. */
export interface Representation {
  readonly contentType: string;
  one(object: KubeObject): unknown;
  list(objects: readonly KubeObject[], metadata: Readonly<Record<string, unknown>>): unknown;
  /** An object inside a watch event; only the first carries a table's columns. */
  watched(object: KubeObject, first: boolean): unknown;
}

/** From the Accept header: full objects, `as=Table` or `as=PartialObjectMetadata`. */
export function representationFor(exchange: Exchange, type: ResourceType): Representation {
  const convert = converter(type);
  const accept = exchange.request.headers.accept ?? '';
  const wanted = accept
    .split(',')
    .map((part) => /;\s*as=(\w+)/.exec(part)?.[1])
    .find((as) => as === 'Table' || as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList');
  if (wanted === 'Table') return tables(exchange, type, convert);
  return wanted ? partial() : full(type, convert);
}

type Convert = (object: KubeObject) => KubeObject;

function converter({ group, custom, apiVersion }: ResourceType): Convert {
  if (group === 'events.k8s.io') return toEventsApi;
  if (!custom) return (object) => object;
  return (object) => (object.apiVersion === apiVersion ? object : { ...object, apiVersion });
}

function full(type: ResourceType, convert: Convert): Representation {
  return {
    contentType: 'application/json',
    one: (object) => convert(object),
    list: (objects, metadata) => ({
      kind: `${type.kind}List`,
      apiVersion: type.apiVersion,
      metadata,
      items: objects.map((object) => {
        const { kind, apiVersion, ...rest } = convert(object);
        return type.custom ? { apiVersion, kind, ...rest } : rest;
      }),
    }),
    watched: (object) => convert(object),
  };
}

function partial(): Representation {
  const one = ({ metadata }: KubeObject) => ({
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
  });
  return {
    contentType: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    one,
    list: (objects, metadata) => ({
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      items: objects.map(one),
    }),
    watched: one,
  };
}

function tables({ query }: Exchange, type: ResourceType, convert: Convert): Representation {
  const include = query.get('includeObject') ?? 'Metadata';
  const table = (
    objects: readonly KubeObject[],
    metadata: Readonly<Record<string, unknown>>,
    columns: boolean,
  ): Table =>
    tableOf(type, objects, metadata, columns, (object) => {
      if (include === 'None') return null;
      if (include === 'Object') return convert(object);
      return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
    });
  return {
    contentType: 'application/json;as=Table;g=meta.k8s.io;v=v1',
    one: (object) => table([object], { resourceVersion: object.metadata.resourceVersion }, true),
    list: (objects, metadata) => table(objects, metadata, true),
    watched: (object, first) => table([object], { resourceVersion: object.metadata.resourceVersion }, first),
  };
}
