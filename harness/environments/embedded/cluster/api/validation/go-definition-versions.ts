import type { DefinitionVersion } from '../custom-resources/definition.ts';
import { additionalSchema, type JsonSchema } from '../custom-resources/json-schema.ts';
import { jsonEqual } from '../objects/json.ts';

/** What every version has alike is kept once, in the definition itself. Source: apiextensions `Convert_v1_CustomResourceDefinitionSpec`. */
export const shareable = ['schema', 'subresources', 'additionalPrinterColumns'] as const;
export type Shareable = (typeof shareable)[number];

export function isShared(versions: readonly DefinitionVersion[], part: Shareable): boolean {
  return versions.every((version) => jsonEqual(version[part] ?? null, versions[0]?.[part] ?? null));
}

/** The versions as the server prints them in an error: its internal structure. Source: apiextensions `pkg/apis/apiextensions/types.go`. */
export function goVersions(versions: readonly DefinitionVersion[]): unknown {
  const own = <Part extends Shareable>(version: DefinitionVersion, part: Part) =>
    isShared(versions, part) ? undefined : version[part];
  return versions.map((version) => {
    const schema = own(version, 'schema');
    const subresources = own(version, 'subresources');
    const scale = subresources?.scale;
    const { selectableFields } = version as { selectableFields?: readonly { jsonPath: string }[] };
    return {
      Name: version.name,
      Served: version.served,
      Storage: version.storage,
      Deprecated: version.deprecated ?? false,
      DeprecationWarning: version.deprecationWarning ?? null,
      Schema: schema ? { OpenAPIV3Schema: schema.openAPIV3Schema ? goSchema(schema.openAPIV3Schema) : null } : null,
      Subresources: subresources
        ? {
            Status: subresources.status ? {} : null,
            Scale: scale
              ? {
                  SpecReplicasPath: scale.specReplicasPath ?? '',
                  StatusReplicasPath: scale.statusReplicasPath ?? '',
                  LabelSelectorPath: scale.labelSelectorPath ?? null,
                }
              : null,
          }
        : null,
      AdditionalPrinterColumns:
        own(version, 'additionalPrinterColumns')?.map(({ name, type, format, description, priority, jsonPath }) => ({
          Name: name,
          Type: type,
          Format: format ?? '',
          Description: description ?? '',
          Priority: priority ?? 0,
          JSONPath: jsonPath,
        })) ?? null,
      SelectableFields: selectableFields?.map(({ jsonPath }) => ({ JSONPath: jsonPath })) ?? null,
    };
  });
}

/** In the order of the fields of Go's `JSONSchemaProps`. */
function goSchema(schema: JsonSchema): unknown {
  const prose = schema as { title?: string; externalDocs?: unknown; example?: unknown };
  const extensions = schema as { 'x-kubernetes-validations'?: readonly unknown[] };
  const list = (schemas: readonly JsonSchema[] | undefined) => schemas?.map(goSchema) ?? null;
  const additional = additionalSchema(schema);
  const properties = Object.entries(schema.properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...{ ID: '', Schema: '', Ref: null, Description: schema.description ?? '', Type: schema.type ?? '' },
    ...{ Nullable: schema.nullable ?? false, Format: schema.format ?? '', Title: prose.title ?? '' },
    ...{ Default: schema.default ?? null },
    ...{ Maximum: schema.maximum ?? null, ExclusiveMaximum: schema.exclusiveMaximum ?? false },
    ...{ Minimum: schema.minimum ?? null, ExclusiveMinimum: schema.exclusiveMinimum ?? false },
    ...{ MaxLength: schema.maxLength ?? null, MinLength: schema.minLength ?? null, Pattern: schema.pattern ?? '' },
    ...{ MaxItems: schema.maxItems ?? null, MinItems: schema.minItems ?? null },
    ...{ UniqueItems: schema.uniqueItems ?? false, MultipleOf: schema.multipleOf ?? null, Enum: schema.enum ?? null },
    ...{ MaxProperties: schema.maxProperties ?? null, MinProperties: schema.minProperties ?? null },
    Required: schema.required ?? null,
    Items: schema.items ? { Schema: goSchema(schema.items), JSONSchemas: null } : null,
    ...{ AllOf: list(schema.allOf), OneOf: list(schema.oneOf), AnyOf: list(schema.anyOf) },
    Not: schema.not ? goSchema(schema.not) : null,
    Properties: schema.properties ? Object.fromEntries(properties.map(([name, item]) => [name, goSchema(item)])) : null,
    AdditionalProperties:
      schema.additionalProperties === undefined
        ? null
        : {
            Allows: schema.additionalProperties !== false,
            Schema: additional ? goSchema(additional) : null,
          },
    ...{ PatternProperties: null, Dependencies: null, AdditionalItems: null, Definitions: null },
    ...{ ExternalDocs: prose.externalDocs ?? null, Example: prose.example ?? null },
    XPreserveUnknownFields: schema['x-kubernetes-preserve-unknown-fields'] ?? null,
    XEmbeddedResource: schema['x-kubernetes-embedded-resource'] ?? false,
    XIntOrString: schema['x-kubernetes-int-or-string'] ?? false,
    XListMapKeys: schema['x-kubernetes-list-map-keys'] ?? null,
    XListType: schema['x-kubernetes-list-type'] ?? null,
    XMapType: schema['x-kubernetes-map-type'] ?? null,
    XValidations: extensions['x-kubernetes-validations'] ?? null,
  };
}
