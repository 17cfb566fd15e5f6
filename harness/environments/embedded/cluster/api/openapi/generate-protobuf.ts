import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { document } from './document.ts';

/** Of each message: field number → JSON name (`*` behind it: a pointer, whose zero is a value) or an inlined message. */
export type ProtobufMessage = { [number: string]: string | ProtobufMessage };

interface GoField {
  readonly goName: string;
  readonly goType: string;
  readonly jsonName: string;
  readonly inline: boolean;
  readonly number: string;
}

/** `VolumeSource` and others are inlined in JSON, and messages of their own in protobuf. */
function goFields(source: string, type: string): GoField[] {
  const body = new RegExp(`^type ${type} struct \\{$(.*?)^\\}$`, 'ms').exec(source)?.[1] ?? '';
  const line = /^\t(?:(\w+)\s+)?([*\w.[\]]+)\s+`json:"([^"]*)"[^`]*?protobuf:"\w+,(\d+),[^`]*`/gm;
  return [...body.matchAll(line)].map(([, goName, goType = '', json = '', number = '']) => {
    const [jsonName = '', ...options] = json.split(',');
    return { goName: goName ?? goType, goType, jsonName, inline: options.includes('inline') || !jsonName, number };
  });
}

function message(sources: (goPackage: string) => string, goPackage: string, type: string): ProtobufMessage {
  const result: ProtobufMessage = {};
  for (const field of goFields(sources(goPackage), type)) {
    const [name = '', qualifier] = field.goType.replace('*', '').split('.').reverse();
    const other = qualifier === 'v1' ? 'core/v1' : goPackage;
    if (field.inline) result[field.number] = message(sources, other, name);
    else result[field.number] = field.goType.startsWith('*') ? `${field.jsonName}*` : field.jsonName;
  }
  return result;
}

function main([api, apimachinery]: string[]): void {
  if (!api || !apimachinery) {
    console.error(
      'usage: node generate-protobuf.ts API APIMACHINERY — folders of the Go modules k8s.io/api and k8s.io/apimachinery, v0.34',
    );
    process.exit(2);
  }
  const meta = 'meta/v1';
  const texts = new Map<string, string>();
  const sources = (goPackage: string): string => {
    const known = texts.get(goPackage);
    if (known !== undefined) return known;
    const file =
      goPackage === meta ? join(apimachinery, 'pkg/apis/meta/v1/types.go') : join(api, goPackage, 'types.go');
    const text = readFileSync(file, 'utf8');
    texts.set(goPackage, text);
    return text;
  };
  const messages: Record<string, ProtobufMessage> = {};
  for (const name of Object.keys(document().schemas)) {
    const inApi = /^io\.k8s\.api\.(\w+)\.(\w+)\.(\w+)$/.exec(name);
    const inMeta = /^io\.k8s\.apimachinery\.pkg\.apis\.meta\.v1\.(\w+)$/.exec(name);
    const goPackage = inApi ? `${inApi[1]}/${inApi[2]}` : meta;
    const type = inApi?.[3] ?? inMeta?.[1];
    if (!type) continue;
    const found = message(sources, goPackage, type);
    if (Object.keys(found).length) messages[name] = found;
  }
  const path = new URL('./protobuf-1.34.json', import.meta.url);
  writeFileSync(path, `${JSON.stringify(messages)}\n`);
  console.log(`${Object.keys(messages).length} messages: ${path.pathname}`);
}

main(process.argv.slice(2));
