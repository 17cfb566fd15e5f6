import { type DescMessage, fromBinary } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { parse } from 'yaml';
import type { BodyShape, Shape } from '../fixture.ts';
import { configPath, restPaths, rpcMethods } from '../known-calls.ts';
import type { RawBody, RawHeaders } from '../raw-exchange.ts';
import { decompress } from './decompress.ts';
import { distinct, jsonShape } from './json-shape.ts';
import { headerText, isFramed, mediaType } from './media-type.ts';
import { messageShape } from './message-shape.ts';
import { readFrames } from './read-frames.ts';

export interface BodyPart {
  readonly headers: RawHeaders;
  readonly body: RawBody;
  /** Of the call, without query. */
  readonly path: string;
  readonly side: 'request' | 'answer';
}

/** A body reduced to its shape; `fields` are the names that stay. */
export function bodyShape({ headers, body, path, side }: BodyPart, fields: ReadonlySet<string>): BodyShape {
  const type = mediaType(headers);
  const method = rpcMethods.get(path);
  const schema = side === 'request' ? method?.input : method?.output;
  if (!body.whole) return { format: 'too-long' };
  if (isFramed(type)) return framesShape(body.bytes, headers, schema, fields);
  const bytes = decompress(body.bytes, headerText(headers, 'content-encoding'));
  if (bytes === undefined) return { format: 'unreadable' };
  if (type === 'application/proto' && schema !== undefined) return read('proto', () => ofMessage(bytes, schema));
  if (bytes.length === 0) return { format: 'empty' };
  const text = Buffer.from(bytes).toString();
  const json = () => read('json', () => jsonShape(JSON.parse(text), { fields }));
  const yaml = () => read('yaml', () => jsonShape(parse(text, { logLevel: 'error' }), { fields }));
  if (/[/+]json$/.test(type)) return json();
  if (/[/+](?:x-)?yaml$/.test(type)) return yaml();
  const guess = path === configPath && side === 'answer' ? yaml() : restPaths.includes(path) ? json() : undefined;
  // A scalar is any text, too.
  if (typeof guess?.shape === 'object') return guess;
  return { format: type.startsWith('text/') ? 'text' : 'bytes' };
}

function framesShape(
  bytes: Uint8Array,
  headers: RawHeaders,
  schema: DescMessage | undefined,
  fields: ReadonlySet<string>,
): BodyShape {
  const isJson = mediaType(headers).endsWith('+json');
  const coding = headerText(headers, 'grpc-encoding') ?? headerText(headers, 'connect-content-encoding');
  const frames = readFrames(bytes, coding);
  if (frames === undefined || schema === undefined) return { format: 'unreadable' };
  return read('frames', () =>
    distinct(
      frames.messages.map((message) =>
        isJson ? jsonShape(JSON.parse(Buffer.from(message).toString()), { fields }) : ofMessage(message, schema),
      ),
    ),
  );
}

function ofMessage(bytes: Uint8Array, schema: DescMessage): Shape {
  return messageShape(reflect(schema, fromBinary(schema, bytes)));
}

function read(format: BodyShape['format'], shape: () => Shape): BodyShape {
  try {
    return { format, shape: shape() };
  } catch {
    // The parser's own words would quote the body.
    return { format: 'unreadable' };
  }
}
