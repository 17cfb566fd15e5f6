import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import {
  create,
  type DescEnum,
  type DescMessage,
  equals,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
} from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import * as eventstore from './gen/eventstore/v1/event_store_pb.js';
import * as artifact from './gen/qpoint/type/v1/artifact_pb.js';
import * as connection from './gen/qpoint/type/v1/connection_pb.js';
import * as database from './gen/qpoint/type/v1/database_request_pb.js';
import * as issue from './gen/qpoint/type/v1/issue_pb.js';
import * as pii from './gen/qpoint/type/v1/pii_entity_pb.js';
import * as request from './gen/qpoint/type/v1/request_pb.js';
import * as qscan from './gen/qscan/v1/scheduler_pb.js';

/** The tables of pulse.md sections 5 to 7, in one notation: number, name, type; `[]` repeated, `ts` and `struct` well-known. */
const table: [DescMessage, string][] = [
  [eventstore.PingRequestSchema, ''],
  [eventstore.PingResponseSchema, '1 org_id string'],
  [eventstore.IngestBatchRequestSchema, '1 events []Event'],
  [eventstore.IngestBatchResponseSchema, ''],
  [eventstore.IngestRequestSchema, '1 events []IngestRequest.Event'],
  [eventstore.IngestResponseSchema, '1 total_accepted_count uint32, 2 accepted_count uint32'],
  ...[eventstore.EventSchema, eventstore.IngestRequest_EventSchema].map((schema): [DescMessage, string] => [
    schema,
    '1 request Request, 2 issue Issue, 3 artifact Artifact, 4 pii_entity PIIEntity, 5 connection Connection, ' +
      '6 database_request DatabaseRequest, 7 grpc_request GrpcRequest',
  ]),
  [
    request.RequestSchema,
    '1 id string, 2 timestamp ts, 3 direction string, 4 connection_id string, 5 endpoint_id string, 6 vendor_id string, ' +
      '7 url string, 8 path string, 9 method string, 10 status uint32, 11 duration uint64, 12 content_type string, ' +
      '13 category string, 14 agent string, 15 tags []string, 16 bytes_received uint64, 17 bytes_sent uint64, ' +
      '18 auth_token Request.AuthToken',
  ],
  [request.Request_AuthTokenSchema, '1 mask string, 2 hash string, 3 source string, 4 type string'],
  [
    request.GrpcRequestSchema,
    '1 request Request, 2 grpc_service string, 3 grpc_method string, 4 grpc_status string, 5 grpc_status_name string, ' +
      '6 grpc_message string',
  ],
  [
    issue.IssueSchema,
    '1 timestamp ts, 2 connection_id string, 3 request_id string, 4 direction string, 5 endpoint_id string, ' +
      '6 vendor_id string, 7 error string, 8 url string, 9 path string, 10 method string, 11 status uint32, ' +
      '12 tags []string, 13 triggers []Issue.Trigger',
  ],
  [issue.Issue_TriggerSchema, '1 plugin string, 2 condition string, 3 description string'],
  [
    artifact.ArtifactSchema,
    '1 timestamp ts, 2 connection_id string, 3 request_id string, 4 type string, 5 endpoint_id string, ' +
      '6 vendor_id string, 7 digest string, 8 url string, 9 summary struct, 10 tags []string',
  ],
  [
    pii.PIIEntitySchema,
    '1 timestamp ts, 2 connection_id string, 3 request_id string, 4 endpoint_id string, 5 vendor_id string, ' +
      '6 tags []string, 7 entity_type string, 8 score float, 9 source string, 10 field_path string, ' +
      '11 value_hash string, 12 request_method string, 13 request_path string',
  ],
  [
    connection.ConnectionSchema,
    '1 id string, 2 timestamp ts, 3 direction Direction, 6 endpoint_id string, 7 vendor_id string, 8 part uint32, ' +
      '9 finalized bool, 10 tags []Tag, 11 socket_protocol SocketProtocol, 12 l7_protocol L7Protocol, ' +
      '13 tls_version TlsVersion, 14 system Connection.System, 15 source Connection.Endpoint, ' +
      '16 destination Connection.Endpoint, 19 bytes_received uint64, 20 bytes_sent uint64, ' +
      '21 tls_probe_types_detected []string, 22 tls_probe_introspected bool, 23 labels []string',
  ],
  [connection.Connection_SystemSchema, '1 hostname string, 2 agent string, 3 agent_instance string'],
  [connection.Connection_EndpointSchema, '1 local Connection.Endpoint.Local, 2 remote Connection.Endpoint.Remote'],
  [
    connection.Connection_Endpoint_LocalSchema,
    '1 address Address, 2 hostname string, 3 exe string, 4 user string, 5 container Container, 6 user_id uint32',
  ],
  [connection.Connection_Endpoint_RemoteSchema, '1 address Address'],
  [connection.AddressSchema, '1 ip string, 2 port uint32'],
  [connection.ContainerSchema, '1 id string, 2 name string, 3 image string, 4 pod Pod'],
  [connection.PodSchema, '1 name string, 2 namespace string'],
  [connection.TagSchema, '1 key string, 2 values []string'],
  [
    database.DatabaseRequestSchema,
    '1 id string, 2 timestamp ts, 3 direction string, 4 connection_id string, 5 endpoint_id string, ' +
      '6 database_type string, 9 statement string, 13 result_type string, 14 is_error bool, 15 error_msg string, ' +
      '16 affected_count int64, 17 result_count int64, 18 duration uint64, 19 bytes_received uint64, ' +
      '20 bytes_sent uint64, 21 tags []string',
  ],
  [qscan.PingRequestSchema, ''],
  [qscan.PingResponseSchema, '1 org_id string, 2 service string'],
  [qscan.GetNextJobRequestSchema, ''],
  [qscan.GetNextJobResponseSchema, '1 scan_id string, 2 org_id string, 3 artifact Artifact'],
  [qscan.SubmitJobReportRequestSchema, '1 scan_id string, 2 result SubmitJobReportRequest.Result'],
  [qscan.SubmitJobReportRequest_ResultSchema, '3 success SubmitJobReportSuccess, 4 error SubmitJobReportError'],
  [qscan.SubmitJobReportSuccessSchema, '1 artifact Artifact, 2 pii_entities []PIIEntity'],
  [qscan.SubmitJobReportErrorSchema, '1 error_text string'],
  [qscan.SubmitJobReportResponseSchema, ''],
];

const enums: [DescEnum, string, string][] = [
  [connection.DirectionSchema, 'DIRECTION_', 'UNSPECIFIED INGRESS EGRESS EGRESS_INTERNAL EGRESS_EXTERNAL'],
  [connection.TlsVersionSchema, 'TLS_VERSION_', 'UNSPECIFIED V1_0 V1_1 V1_2 V1_3'],
  [connection.SocketProtocolSchema, 'SOCKET_PROTOCOL_', 'UNSPECIFIED TCP UDP ICMP RAW'],
  [
    connection.L7ProtocolSchema,
    'L7_PROTOCOL_',
    'UNSPECIFIED HTTP1 HTTP2 HTTP3 DNS GRPC OTHER REDIS MYSQL POSTGRESQL KAFKA MONGODB',
  ],
];

const scalarNames: Record<number, string> = {
  2: 'float',
  3: 'int64',
  4: 'uint64',
  8: 'bool',
  9: 'string',
  13: 'uint32',
};

function describeMessage(schema: DescMessage): string {
  const typeName = (name: string): string =>
    ({ 'google.protobuf.Timestamp': 'ts', 'google.protobuf.Struct': 'struct' })[name] ??
    name.replace(/^(qpoint\.type|eventstore|qscan)\.v1\./, '');
  return schema.fields
    .map((field) => {
      const list = field.fieldKind === 'list' ? '[]' : '';
      const type = field.message
        ? typeName(field.message.typeName)
        : field.enum
          ? typeName(field.enum.typeName)
          : field.scalar !== undefined
            ? scalarNames[field.scalar]
            : 'map';
      return `${field.number} ${field.name} ${list}${type}`;
    })
    .join(', ');
}

test.each(table.map(([schema, fields]) => ({ name: schema.typeName, schema, fields })))(
  'fields of $name are those of the table',
  ({ schema, fields }) => {
    expect(describeMessage(schema)).toBe(fields);
  },
);

test('the table leaves no message out', () => {
  const files = [
    eventstore.file_eventstore_v1_event_store,
    qscan.file_qscan_v1_scheduler,
    ...[artifact.file_qpoint_type_v1_artifact, connection.file_qpoint_type_v1_connection],
    ...[database.file_qpoint_type_v1_database_request, issue.file_qpoint_type_v1_issue],
    ...[pii.file_qpoint_type_v1_pii_entity, request.file_qpoint_type_v1_request],
  ];
  const withNested = (messages: readonly DescMessage[]): string[] =>
    messages.flatMap((message) => [message.typeName, ...withNested(message.nestedMessages)]);
  expect(files.flatMap((file) => withNested(file.messages)).sort()).toEqual(
    table.map(([schema]) => schema.typeName).sort(),
  );
});

test.each(enums)('values of %s count up from 0 in the order of the table', (schema, prefix, names) => {
  expect(schema.values.map((value) => [value.number, value.name])).toEqual(
    names.split(' ').map((name, index) => [index, prefix + name]),
  );
});

test('services and kinds of call', () => {
  const calls = [eventstore.EventStoreService, qscan.QscanSchedulerService].flatMap((service) =>
    service.methods.map((method) => `${service.typeName}/${method.name} ${method.methodKind}`),
  );
  expect(calls).toEqual([
    'eventstore.v1.EventStoreService/Ping unary',
    'eventstore.v1.EventStoreService/IngestBatch unary',
    'eventstore.v1.EventStoreService/Ingest bidi_streaming',
    'qscan.v1.QscanSchedulerService/Ping unary',
    'qscan.v1.QscanSchedulerService/GetNextJob unary',
    'qscan.v1.QscanSchedulerService/SubmitJobReport unary',
  ]);
});

test('the success of a report has wire number 3, as an agent of 2026 sends it', () => {
  const report = create(qscan.SubmitJobReportRequestSchema, {
    scanId: 's',
    result: { result: { case: 'success', value: { piiEntities: [{ entityType: 'PERSON' }] } } },
  });
  const entity = [0x3a, 6, ...Buffer.from('PERSON')];
  expect([...toBinary(qscan.SubmitJobReportRequestSchema, report)]).toEqual([
    ...[0x0a, 1, 0x73, 0x12, entity.length + 4],
    ...[0x1a, entity.length + 2, 0x12, entity.length, ...entity],
  ]);
});

test('an event round-trips through binary and JSON, and the older stream message reads it too', () => {
  const batch = create(eventstore.IngestBatchRequestSchema, {
    events: [
      {
        event: {
          case: 'artifact',
          value: {
            timestamp: { seconds: 1n, nanos: 2 },
            digest: 'd'.repeat(40),
            summary: { record_document: 'false', 'entity.PERSON': 'true' },
          },
        },
      },
      {
        event: { case: 'connection', value: { direction: connection.Direction.EGRESS_EXTERNAL, bytesSent: 2n ** 60n } },
      },
    ],
  });
  const bytes = toBinary(eventstore.IngestBatchRequestSchema, batch);
  expect(
    equals(eventstore.IngestBatchRequestSchema, fromBinary(eventstore.IngestBatchRequestSchema, bytes), batch),
  ).toBe(true);
  const json = toJson(eventstore.IngestBatchRequestSchema, batch);
  expect(JSON.stringify(json)).toContain('"direction":"DIRECTION_EGRESS_EXTERNAL"');
  expect(equals(eventstore.IngestBatchRequestSchema, fromJson(eventstore.IngestBatchRequestSchema, json), batch)).toBe(
    true,
  );
  const stream = fromBinary(eventstore.IngestRequestSchema, bytes);
  expect(Buffer.from(toBinary(eventstore.IngestRequestSchema, stream))).toEqual(Buffer.from(bytes));
  expect(stream.events.map((event) => event.event.case)).toEqual(['artifact', 'connection']);
});

test('the committed code is what buf generates from the definitions', () => {
  const here = import.meta.dirname;
  const out = mkdtempSync(join(tmpdir(), 'proto-gen-'));
  try {
    const bin = resolve(dirname(createRequire(import.meta.url).resolve('@bufbuild/buf/package.json')), '../../.bin');
    execFileSync(join(bin, 'buf'), ['generate', '-o', out], {
      cwd: here,
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
    });
    const tree = (root: string): Record<string, string> =>
      Object.fromEntries(
        readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .map((file) => [file.slice(root.length), readFileSync(file, 'utf8')]),
      );
    expect(tree(join(out, 'gen'))).toEqual(tree(join(here, 'gen')));
  } finally {
    rmSync(out, { recursive: true });
  }
});
