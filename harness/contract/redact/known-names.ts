import type { DescEnum, DescMessage } from '@bufbuild/protobuf';
import { Code } from '@connectrpc/connect';
import { rpcMethods } from '../known-calls.ts';

/** Fields of Qplane's and Pulse's plain calls (reference, qplane.md section 2, pulse.md section 3), and of errors. */
const callFields = [
  ...['registration', 'orgId', 'ablyToken', 'ca', 'harness', 'seed', 'name', 'status', 'instanceId', 'sysInfo'],
  ...['kernel', 'release', 'system', 'architecture', 'hostname', 'kernelRelease'],
  ...['code', 'message', 'details', 'error', 'type', 'value', 'debug', 'metadata'],
];

/** Fields of a config snapshot (reference, qplane.md section 3, qtap-plugins.md). */
const snapshotFields = [
  ...['config', 'version', 'services', 'event_stores', 'object_stores', 'id', 'url', 'token', 'allow_insecure'],
  ...['endpoint', 'bucket', 'region', 'access_url', 'insecure', 'access_key', 'secret_key', 'event_store', 'disabled'],
  ...['protocol', 'headers', 'service_name', 'environment', 'tls', 'enabled', 'insecure_skip_verify', 'stacks'],
  ...['plugins', 'level', 'format', 'object_store', 'rules', 'expr', 'trigger_status_codes', 'report_as_issue'],
  ...['record_req_headers', 'record_req_body', 'record_res_headers', 'record_res_body', 'sample_baseline'],
  ...['sample_rate', 'cache_ttl', 'record_document', 'object_store_id', 'monitors', 'record_value', 'tap', 'direction'],
  ...['ignore_loopback', 'audit_include_dns', 'http', 'redis', 'mysql', 'postgres', 'kafka', 'stack', 'filters'],
  ...['custom', 'groups', 'exe', 'strategy', 'only', 'endpoints', 'domain', 'tags', 'key', 'source', 'location'],
  ...['rulekit', 'macros', 'qscan', 'control', 'cache_size', 'verbose', 'qscan_cloud', 'classifier'],
  ...['min_learning_count', 'cardinality_threshold', 'min_samples', 'max_values_per_node', 'prune_high_cardinality'],
  ...['trigger_empty_body', 'trigger_contains', 'trigger_duration', 'only_categories', 'only_urls', 'exclude_urls'],
  ...['with_tags', 'continue'],
];

const messages = new Set<DescMessage>();
const enums = new Set<DescEnum>();
for (const { input, output } of rpcMethods.values()) {
  collect(input);
  collect(output);
}

/** Names that a field of a JSON or YAML object may have and keep. Any other key may be a value: a label, a stack, a host. */
export const knownFields: ReadonlySet<string> = new Set([
  ...callFields,
  ...snapshotFields,
  ...[...messages].flatMap(({ fields }) => fields.flatMap(({ name, jsonName }) => [name, jsonName])),
]);

/** Names of enum values, as proto-JSON spells them. */
export const enumNames: ReadonlySet<string> = new Set(
  [...enums].flatMap(({ values }) => values.map(({ name }) => name)),
);

/** Codes of RPCs in Connect's spelling, by gRPC's number (https://connectrpc.com/docs/protocol, "Error codes"). */
export const codeNames: ReadonlyMap<number, string> = new Map([
  [0, 'ok'],
  ...Object.entries(Code)
    .filter((entry): entry is [string, Code] => typeof entry[1] === 'number')
    .map(([name, code]): [number, string] => [code, name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()]),
]);

const codes = new Set(codeNames.values());

/** Whether a text is a code of an RPC. */
export function isCode(text: unknown): text is string {
  return typeof text === 'string' && codes.has(text);
}

/**
 * Texts that the contract names, by field: enums in all but type. Without the type of an artifact nobody could tell which events
 * become scan jobs (reference, artifacts.md section 3, qplane.md section 2, pulse.md section 6).
 */
const words: Readonly<Record<string, readonly string[]>> = {
  type: ['qscan_request', 'http_transaction'],
  status: ['starting', 'ready', 'stopped'],
  direction: ['ingress', 'egress', 'egress-internal', 'egress-external'],
};

/** Whether a field's text is a word of the contract. */
export function isWord(field: string, text: string): boolean {
  return Object.hasOwn(words, field) && words[field]?.includes(text) === true;
}

function collect(message: DescMessage): void {
  if (messages.has(message)) return;
  messages.add(message);
  // What Struct holds is named by whoever sends it; its own fields never stand in JSON.
  if (message.typeName.startsWith('google.protobuf.')) return;
  for (const field of message.fields) {
    if (field.message !== undefined) collect(field.message);
    if (field.enum !== undefined) enums.add(field.enum);
  }
}
