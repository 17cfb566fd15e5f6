import type { ConfigNode } from './config-node.ts';
import { readStoreReference } from './read-services.ts';
import type { CaptureLevel, CaptureRule, HttpCaptureSettings } from './snapshot.ts';

const levels: Readonly<Record<string, CaptureLevel>> = {
  none: 'none',
  summary: 'summary',
  headers: 'headers',
  full: 'full',
};

/** Settings of the `http_capture` plugin. Throws `SnapshotError` where the plugin would report them and use its defaults. */
export function readHttpCapture(config: ConfigNode): HttpCaptureSettings {
  config.expect('level', 'format', 'object_store', 'rules');
  const level = config.get('level');
  const hasOldLevelName = level.is('details');
  if (hasOldLevelName) level.remark('"details" is an old name, now it is "headers"');
  return {
    level: hasOldLevelName ? 'headers' : (readLevel(level) ?? 'none'),
    hasOldLevelName,
    format: config.get('format').text('json'),
    objectStore: readStoreReference(config.get('object_store')),
    rules: config.get('rules').items().map(readRule),
  };
}

function readRule(node: ConfigNode): CaptureRule {
  node.expect('name', 'expr', 'level', 'format');
  return {
    at: node.at,
    name: node.get('name').text(),
    expr: node.get('expr').text(),
    level: readLevel(node.get('level')),
    format: node.get('format').text() || undefined,
  };
}

/** Any other word stores headers and no bodies (reference, qtap-plugins.md section 2). */
function readLevel(node: ConfigNode): CaptureLevel | undefined {
  const word = node.text();
  if (word === '') return undefined;
  const level = levels[word];
  if (level === undefined) node.remark(`"${word}" is no level: headers are stored, bodies are not`);
  return level ?? 'headers';
}
