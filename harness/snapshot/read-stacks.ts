import type { ConfigNode } from './config-node.ts';
import { readAccessLogs } from './read-access-logs.ts';
import { readDetectErrors } from './read-detect-errors.ts';
import { readHttpCapture } from './read-http-capture.ts';
import { readQscan } from './read-qscan.ts';
import type { Decoded, Plugin, Stack } from './snapshot.ts';
import { SnapshotError } from './snapshot-error.ts';

/** Plugin types of the reference, qtap-plugins.md; another one is skipped with the line `plugin not found`. */
const pluginTypes = [
  'http_capture',
  'qscan',
  'detect_errors',
  'report_usage',
  'access_logs',
  'http_metrics',
  'logger',
  'debug',
  'devtools',
];

export function readStacks(node: ConfigNode): Map<string, Stack> {
  return new Map(
    node.entries().map(([name, stack]) => {
      const plugins = stack.expect('plugins').get('plugins').items().map(readPlugin);
      return [name, { name, at: stack.at, plugins }];
    }),
  );
}

function readPlugin(node: ConfigNode): Plugin {
  const type = node.expect('type', 'config').get('type').text();
  const { at } = node;
  if (type === '') throw node.error('has no type');
  const config = node.get('config');
  switch (type) {
    case 'qscan':
      return { at, kind: type, type, decoded: decode(config, readQscan) };
    case 'http_capture':
      return { at, kind: type, type, decoded: decode(config, readHttpCapture) };
    case 'access_logs':
      return { at, kind: type, type, decoded: decode(config, readAccessLogs) };
    case 'detect_errors':
      return { at, kind: type, type, decoded: decode(config, readDetectErrors) };
    default: {
      const known = pluginTypes.includes(type);
      if (!known) node.get('type').remark(`Qtap has no plugin "${type}" and skips it`);
      return { at, kind: 'other', type, known };
    }
  }
}

/** A plugin's own config is decoded later, by the plugin: what is wrong there spoils the plugin and not the snapshot. */
function decode<Settings>(config: ConfigNode, read: (config: ConfigNode) => Settings): Decoded<Settings> {
  try {
    return { settings: read(config) };
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    return { error: error.reason, at: error.position };
  }
}
