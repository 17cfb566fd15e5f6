import type { ConfigNode } from './config-node.ts';
import type { AccessLogsSettings } from './snapshot.ts';

/**
 * Settings of the `access_logs` plugin. The reference has one word of them, `full` (qtap-plugins.md section 5); under which key it
 * stands is not public, so it counts under any.
 */
export function readAccessLogs(config: ConfigNode): AccessLogsSettings {
  const isFull = config.entries().some(([, entry]) => entry.is('full'));
  return { level: isFull ? 'full' : 'summary' };
}
