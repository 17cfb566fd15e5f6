import type { DescMessage, Message } from '@bufbuild/protobuf';
import { isFieldSet } from '@bufbuild/protobuf';

/** Fields marked R in the reference (pulse.md section 6), by message. */
const required: Readonly<Record<string, readonly string[]>> = {
  'qpoint.type.v1.Request': ['id', 'timestamp', 'direction', 'connection_id'],
  'qpoint.type.v1.Issue': ['timestamp', 'connection_id', 'request_id', 'direction'],
  'qpoint.type.v1.Artifact': ['timestamp', 'connection_id', 'request_id', 'type'],
  'qpoint.type.v1.PIIEntity': ['timestamp', 'connection_id', 'request_id'],
  'qpoint.type.v1.Connection': ['id', 'timestamp'],
  'qpoint.type.v1.DatabaseRequest': ['id', 'timestamp', 'direction', 'connection_id'],
};

/** Names of required fields that a message leaves empty, as `Artifact.connection_id`. */
export function missingRequiredFields(schema: DescMessage, message: Message): string[] {
  const names = required[schema.typeName] ?? [];
  return schema.fields
    .filter((field) => names.includes(field.name) && !isFieldSet(message, field))
    .map((field) => `${schema.name}.${field.name}`);
}
