import type { SessionSteps } from './session-command.ts';

const shop = ['shop', 'chart', '-n', 'NAMESPACE', '--timeout', '60s'];
/** Never ready, however long one waits. A hook is no part of that: its Job would have to end within the time. */
const failing = ['--set', 'status=500', '--no-hooks', '--timeout', '9s'];

/** A release from its first install to the last, with a chart as large as those that people have. */
export const helmSteps: SessionSteps = [
  ['install', ...shop, '--wait'],
  ['list', '-n', 'NAMESPACE'],
  ['status', 'shop', '-n', 'NAMESPACE'],
  ['upgrade', ...shop, '--wait', '--set', 'greeting=again'],
  ['upgrade', ...shop, '--atomic', ...failing],
  ['history', 'shop', '-n', 'NAMESPACE'],
  ['get', 'values', 'shop', '-n', 'NAMESPACE'],
  ['get', 'manifest', 'shop', '-n', 'NAMESPACE'],
  ['get', 'hooks', 'shop', '-n', 'NAMESPACE'],
  ['test', 'shop', '-n', 'NAMESPACE', '--logs', '--timeout', '60s'],
  ['rollback', 'shop', '1', '-n', 'NAMESPACE', '--wait', '--timeout', '60s'],
  ['history', 'shop', '-n', 'NAMESPACE'],
  ['upgrade', '--install', ...shop, '--dry-run=server'],
  ['uninstall', 'shop', '-n', 'NAMESPACE', '--wait', '--timeout', '60s'],
  ['list', '-n', 'NAMESPACE', '--all'],
  ['install', 'bad', 'chart', '-n', 'NAMESPACE', '--set', 'replicas=-1'],
  ['install', ...shop, '--atomic', ...failing],
  ['list', '-n', 'NAMESPACE', '--all'],
];
