import { type Document, isAlias, isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { SourcePosition } from '../errors/source-position.ts';
import { checkMacros } from './check-macros.ts';
import { ConfigNode } from './config-node.ts';
import { readEventStores, readObjectStores } from './read-services.ts';
import { readStacks } from './read-stacks.ts';
import { checkTags, readTap } from './read-tap.ts';
import type { Remark, Snapshot } from './snapshot.ts';
import { SnapshotError } from './snapshot-error.ts';

export interface ReadSnapshotOptions {
  /** Named in positions. */
  readonly file: string;
  /**
   * Whether the configuration lies under the top key `config`: it does in Qplane's answer, not in a `--config` file, and Qtap
   * reads nothing from the wrong shape. Undefined: either.
   */
  readonly wrapped?: boolean | undefined;
}

/**
 * Reads a config snapshot as Qtap does (reference, qplane.md sections 3 and 4): YAML or JSON, unknown keys ignored but
 * remarked, defaults resolved. Throws `SnapshotError` with file, line and column for what Qtap refuses as a whole.
 */
export function readSnapshot(text: string, { file, wrapped }: ReadSnapshotOptions): Snapshot {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const position = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new SnapshotError(`not valid YAML: ${sentence(fault.message)}`, position(fault.pos[0]));

  const value = plainValue(document, position(0));
  if (value !== null && (typeof value !== 'object' || Array.isArray(value))) {
    throw new SnapshotError('not a config snapshot: expected a mapping with services, stacks and tap.', position(0));
  }
  const root = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isWrapped = wrapped ?? 'config' in root;
  const prefix = isWrapped ? ['config'] : [];
  const remarks: Remark[] = [];
  const locate = (path: readonly (string | number)[]) => position(offsetOf(document, [...prefix, ...path]));
  const config = new ConfigNode({ remarks, locate }, isWrapped ? root.config : root);
  config.expect('version', 'services', 'stacks', 'tap', 'tags', 'rulekit', 'control');

  const services = config.get('services').expect('event_stores', 'object_stores', 'qscan');
  const eventStores = readEventStores(services.get('event_stores'));
  const objectStores = readObjectStores(services.get('object_stores'), eventStores);
  const stacks = readStacks(config.get('stacks'));
  checkTags(config.get('tags'));
  checkMacros(config.get('rulekit'));
  const tap = readTap(config.get('tap'), stacks);
  return { file, eventStores, objectStores, stacks, tap, remarks, locate };
}

function plainValue(document: Document, start: SourcePosition): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new SnapshotError(`cannot be expanded: ${sentence((error as Error).message)}`, start);
  }
}

/** Offset of a key, or of the nearest parent that is there. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const segment of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap<Node>(node)) {
      const pair = node.items.find(({ key }) => String(key) === String(segment));
      if (pair === undefined) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq<Node>(node) && typeof segment === 'number') {
      const item = node.items[segment];
      offset = item?.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return offset;
}

function sentence(message: string): string {
  return `${(message.split('\n')[0] ?? message).replace(/[.:\s]+$/, '')}.`;
}
