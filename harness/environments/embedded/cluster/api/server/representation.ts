import { badRequest } from '../objects/api-error.ts';
import { invalidValue } from '../objects/field-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { toEventsApi } from '../registry/convert-event.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { type Table, tableOf } from '../table/table.ts';
import type { Exchange } from './exchange.ts';
import { acceptedForm, notAcceptable } from './media-types.ts';

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
  const { as } = acceptedForm(exchange.request.headers.accept ?? '');
  if (as === 'Table') return tables(exchange, type, convert);
  return as ? partial(as, type) : full(type, convert);
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

function partial(as: string, { kind }: ResourceType): Representation {
  const shape = ({ metadata }: KubeObject) => ({
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
  });
  return {
    contentType: 'application/json',
    one: (object) => {
      if (as === 'PartialObjectMetadata') return shape(object);
      throw notAcceptable(`you requested ${as}, but the requested object is not a list (*core.${kind})`);
    },
    list: (objects, metadata) => {
      if (as === 'PartialObjectMetadata') {
        throw notAcceptable(`you requested ${as}, but the requested object is a list (*core.${kind}List)`);
      }
      return { kind: as, apiVersion: 'meta.k8s.io/v1', metadata, items: objects.map(shape) };
    },
    watched: shape,
  };
}

function tables({ query }: Exchange, type: ResourceType, convert: Convert): Representation {
  const include = query.get('includeObject') || 'Metadata';
  if (!['Metadata', 'Object', 'None'].includes(include)) {
    const text = invalidValue('includeObject', include, "must be 'Metadata', 'Object', 'None', or empty").text;
    throw badRequest(`Unable to convert to Table as requested: includeObject: ${text}`);
  }
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
    contentType: 'application/json',
    one: (object) => table([object], { resourceVersion: object.metadata.resourceVersion }, true),
    list: (objects, metadata) => table(objects, metadata, true),
    watched: (object, first) => table([object], { resourceVersion: object.metadata.resourceVersion }, first),
  };
}
