import { readFileSync } from 'node:fs';
import type { ProtobufMessage } from '../openapi/generate-protobuf.ts';

let loaded: Readonly<Record<string, ProtobufMessage>> | undefined;

/** Field numbers by schema name. Read at first use: few requests ask for them. */
export function protobufMessages(): Readonly<Record<string, ProtobufMessage>> {
  loaded ??= JSON.parse(readFileSync(new URL('../openapi/protobuf-1.34.json', import.meta.url), 'utf8')) as Record<
    string,
    ProtobufMessage
  >;
  return loaded;
}
