import type { Json } from '../objects/json.ts';
import type { Strategy } from '../registry/strategy.ts';
import type { DefinitionVersion } from './definition.ts';
import type { JsonSchema } from './json-schema.ts';
import { listErrors } from './list-errors.ts';
import { schemaErrors } from './schema-errors.ts';
import { setSchemaDefaults } from './set-schema-defaults.ts';

/** How objects of a custom kind are written through one of its versions; conversion between them changes `apiVersion` only. */
export function customStrategy(
  schema: JsonSchema,
  storedVersion: string,
  apiVersion: string,
  { deprecated, deprecationWarning }: DefinitionVersion,
  kind: string,
): Strategy {
  const warning = deprecationWarning ?? `${apiVersion} ${kind} is deprecated`;
  return {
    setDefaults(object) {
      setSchemaDefaults(schema, object as unknown as Json);
      object.apiVersion = storedVersion;
    },
    validate({ metadata: _metadata, apiVersion: _apiVersion, kind: _kind, ...fields }) {
      const { metadata: _own, apiVersion: _version, kind: _name, ...properties } = schema.properties ?? {};
      const required = schema.required?.filter((name) => !['metadata', 'apiVersion', 'kind'].includes(name));
      const own = { ...schema, properties, ...(required && { required }) };
      const value = fields as unknown as Json;
      return [...schemaErrors(own, value, ''), ...listErrors(own, value, '')];
    },
    warnings: () => (deprecated ? [warning] : []),
  };
}
