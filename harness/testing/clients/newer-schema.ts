import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectPath } from '../../project-paths.ts';

/** Copies the definitions into a folder, with one more RPC of the scan scheduler: `Renew`, which no client would send without. */
export function newerSchema(folder: string): string {
  const schema = join(folder, 'proto');
  cpSync(projectPath('mocks/proto'), schema, { recursive: true });
  const file = join(schema, 'qscan/v1/scheduler.proto');
  const known = readFileSync(file, 'utf8');
  writeFileSync(file, known.replace('  rpc Ping(', '  rpc Renew(PingRequest) returns (PingResponse);\n  rpc Ping('));
  return schema;
}
