import type { OpenApiNode } from './expand-schema.ts';
import { bool, bytes, double, each, entries, integer, json, text, type Write, within } from './protobuf-writer.ts';

/**
 * An OpenAPI v2 document as gnostic's `openapi.v2.Document`, the form in which kubectl and client-go ask for it: as far as
 * `openApiV2` fills it. Source of the field numbers: github.com/google/gnostic-models `openapiv2/OpenAPIv2.proto`.
 */
export function encodeOpenApiV2(document: OpenApiNode): Buffer {
  return documentMessage(document);
}

type Fields = Readonly<Record<string, readonly [number, Write]>>;

/** Encodes the named fields, and those that start with `x-` as vendor extensions. */
function message(fields: Fields, extension = 0): (node: OpenApiNode) => Buffer {
  return (node) =>
    Buffer.concat(
      Object.entries(node).map(([name, value]) => {
        const field = fields[name];
        if (field) return field[1](field[0], value);
        return extension && name.startsWith('x-') ? entries(json)(extension, { [name]: value }) : Buffer.alloc(0);
      }),
    );
}

const nested =
  (encode: (node: OpenApiNode) => Buffer): Write =>
  (field, value) =>
    bytes(field, encode(value as OpenApiNode));

const schema: Write = (field, value) => nested(schemaMessage)(field, value);

const additional: Write = (field, value) =>
  bytes(field, typeof value === 'boolean' ? bool(2, value) : schema(1, value));

const schemaMessage = message(
  {
    $ref: [1, text],
    format: [2, text],
    description: [4, text],
    multipleOf: [6, double],
    maximum: [7, double],
    exclusiveMaximum: [8, bool],
    minimum: [9, double],
    exclusiveMinimum: [10, bool],
    maxLength: [11, integer],
    minLength: [12, integer],
    pattern: [13, text],
    maxItems: [14, integer],
    minItems: [15, integer],
    uniqueItems: [16, bool],
    maxProperties: [17, integer],
    minProperties: [18, integer],
    required: [19, each(text)],
    enum: [20, each(json)],
    additionalProperties: [21, additional],
    type: [22, within(1, text)],
    items: [23, within(1, schema)],
    properties: [25, within(1, entries(schema))],
  },
  31,
);

const bodyParameter = message({ name: [2, text], in: [3, text], required: [4, bool], schema: [5, within(1, schema)] });
const queryParameter = message({ in: [2, text], name: [4, text], type: [6, text], uniqueItems: [20, bool] });

/** `ParametersItem` of a `Parameter`, which is one for the body or, within another message, for the query. */
const parameter: Write = (field, value) =>
  (value as OpenApiNode).in === 'body'
    ? within(1, within(1, nested(bodyParameter)))(field, value)
    : within(1, within(2, within(3, nested(queryParameter))))(field, value);

const response = message({ description: [1, text], schema: [2, within(1, schema)] });

const operation = message(
  {
    consumes: [7, each(text)],
    parameters: [8, each(parameter)],
    responses: [9, within(1, entries(within(1, nested(response))))],
  },
  13,
);

const pathItem = message({
  get: [2, nested(operation)],
  put: [3, nested(operation)],
  post: [4, nested(operation)],
  delete: [5, nested(operation)],
  patch: [8, nested(operation)],
});

const documentMessage = message({
  swagger: [1, text],
  info: [2, nested(message({ title: [1, text], version: [2, text] }))],
  paths: [8, within(2, entries(nested(pathItem)))],
  definitions: [9, within(1, entries(schema))],
});
