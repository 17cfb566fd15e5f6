import { readFile } from 'node:fs/promises';
import { readSnapshot } from '../../../harness/snapshot/read-snapshot.ts';
import type { Snapshot } from '../../../harness/snapshot/snapshot.ts';
import type { Durations } from '../durations.ts';
import type { Log } from '../log.ts';
import { unknowns } from '../unknowns.ts';
import type { Qplane } from './qplane.ts';
import { RemoteConfig } from './remote-config.ts';

/** Loads the configuration anew at each call; rejects where Qtap refuses it. */
export type ConfigSource = () => Promise<Snapshot>;

/** The strict order of reference, qplane.md section 1: a local config beats the token, and neither means the default. */
export function configSource(options: {
  readonly config: string;
  readonly qplane: Qplane | undefined;
  readonly durations: Durations;
  readonly log: Log;
  readonly running: AsyncDisposableStack;
}): ConfigSource {
  const { config, qplane, durations, log, running } = options;
  if (/^https?:\/\//.test(config)) {
    const remote = running.use(new RemoteConfig(config, durations.limits.configDownload));
    return () => remote.load();
  }
  if (config !== '') {
    return async () => readSnapshot(await readFile(config, 'utf8'), { file: config, wrapped: false });
  }
  if (qplane !== undefined) {
    return async () => readSnapshot(await qplane.config(), { file: '/deploy/config', wrapped: true });
  }
  log.warn('no config file provided, using default config');
  return async () => readSnapshot(unknowns.defaultConfig, { file: 'default config', wrapped: false });
}
