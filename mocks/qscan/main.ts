import './small-heap.ts';
import './no-telemetry.ts';
import { createLog } from './log.ts';
import { readSettings } from './settings.ts';
import { runWorker } from './worker.ts';
import { OptionError, readOptions } from './worker-options.ts';

/** The QScan stand-in as a container's process: `node main.ts`. Ends with 0 after SIGTERM or SIGINT, with 1 when it cannot start. */
const { env } = process;
const write = (line: string) => void process.stdout.write(line);
let log = createLog({ level: env.LOG_LEVEL ?? 'info', encoding: env.LOG_ENCODING ?? '', write });
const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    log.info('stopping', { signal });
    stop.abort();
  });
}

try {
  const settings = readSettings(env.E2E_QSCAN_SETTINGS);
  const options = readOptions(env, settings);
  log = createLog({ level: options.logLevel, encoding: options.logEncoding, write });
  await runWorker(options, settings, log, stop.signal);
} catch (error) {
  const hint = error instanceof OptionError ? {} : { kind: (error as Error).name };
  log.error('cannot start', { error: (error as Error).message, ...hint });
  process.exitCode = 1;
}
