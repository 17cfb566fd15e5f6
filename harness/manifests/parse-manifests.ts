import { type Document, isMap, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import { InputError } from '../errors/input-error.ts';
import type { FieldSegments, Manifest, ManifestObject } from './manifest.ts';

/** Values that YAML 1.1 reads as dates or base-60 numbers and `kubectl` leaves alone. */
const notKubernetes = ['tag:yaml.org,2002:timestamp'];

/**
 * Reads the objects of one file: YAML documents or JSON, `List` objects taken apart, empty documents skipped.
 * YAML 1.1, as `kubectl` reads it (`yes` is a boolean). Throws `InputError` with file and line for what is not YAML or not an object.
 */
export function parseManifests(text: string, file: string): Manifest[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    version: '1.1',
    merge: true,
    prettyErrors: false,
    customTags: (tags) =>
      tags.filter(
        (tag) =>
          typeof tag === 'string' || (!notKubernetes.includes(tag.tag) && !('format' in tag && tag.format === 'TIME')),
      ),
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => manifestsOf(document, file, lines));
}

function manifestsOf(document: Document.Parsed, file: string, lines: LineCounter): Manifest[] {
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new InputError(`not valid YAML: ${firstSentence(error.message)}.`, { file, line, column: col });
  }
  const start = lines.linePos(document.contents?.range?.[0] ?? document.range[0]);
  const value = plainValue(document, file, start.line);
  if (value === null || value === undefined) return [];

  const manifest = (object: ManifestObject, prefix: FieldSegments): Manifest => ({
    file,
    object,
    locate: (path) => ({ file, ...position(document, [...prefix, ...path], lines) }),
  });
  const root = requireObject(value, file, start.line);
  if (!root.kind.endsWith('List') || !Array.isArray(root.items)) return [manifest(root, [])];
  return root.items.map((item, index) => {
    const { line } = position(document, ['items', index], lines);
    return manifest(requireObject(item, file, line), ['items', index]);
  });
}

function plainValue(document: Document.Parsed, file: string, line: number): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new InputError(`cannot be expanded: ${firstSentence((error as Error).message)}.`, { file, line });
  }
}

function requireObject(value: unknown, file: string, line: number): ManifestObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError('not a Kubernetes object: expected a mapping with apiVersion, kind and metadata.', {
      file,
      line,
    });
  }
  const object = value as Partial<ManifestObject>;
  const missing = (['apiVersion', 'kind'] as const).filter(
    (field) => typeof object[field] !== 'string' || object[field] === '',
  );
  if (missing.length > 0) {
    throw new InputError(`not a Kubernetes object: ${missing.join(' and ')} must be set.`, { file, line });
  }
  if (object.metadata !== undefined && (typeof object.metadata !== 'object' || object.metadata === null)) {
    throw new InputError('not a Kubernetes object: metadata must be a mapping.', { file, line });
  }
  return { ...object, metadata: object.metadata ?? {} } as ManifestObject;
}

function position(
  document: Document.Parsed,
  path: FieldSegments,
  lines: LineCounter,
): { line: number; column: number } {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(segment));
      if (pair === undefined) break;
      offset = rangeStart(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof segment === 'number') {
      node = node.items[segment];
      if (node === undefined) break;
      offset = rangeStart(node) ?? offset;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function rangeStart(node: unknown): number | undefined {
  return (node as { range?: readonly [number, number, number] | null } | null)?.range?.[0];
}

function firstSentence(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/[.:\s]+$/, '');
}
