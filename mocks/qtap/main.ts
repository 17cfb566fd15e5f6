import { readFileSync } from 'node:fs';
import { readSnapshot } from '../../harness/snapshot/read-snapshot.ts';
import { startAgent } from './agent.ts';
import { createLog, errorText, FatalError } from './log.ts';
import { parseOptions, UsageError } from './options.ts';
import { trustCertificateFile } from './trust.ts';

process.exitCode = await main();
process.exit();

/** Runs until a signal ends it; answers with the exit code. */
async function main(): Promise<number> {
  try {
    const options = parseOptions(process.argv.slice(2), process.env, process.stderr.isTTY === true);
    if (options.validate !== undefined) return validate(options.validate);

    const log = createLog({
      level: options.logLevel,
      encoding: options.logEncoding,
      write: (line) => process.stderr.write(line),
    });
    trustCertificateFile(process.env);
    const stopped = signal('SIGTERM', 'SIGINT');
    try {
      const print = (text: string) => process.stdout.write(text);
      const running = new AsyncDisposableStack();
      const starting = startAgent({ options, environment: process.env, log, print, running });
      // One that comes during the start is not lost, nor does it end the agent.
      process.on('SIGHUP', () => void starting.then((agent) => agent.reload()).catch(() => {}));
      await Promise.race([starting, stopped]);
      await stopped;
      log.info('shutting down');
      await running.disposeAsync();
      return 0;
    } catch (error) {
      log.fatal(error instanceof FatalError ? error : new FatalError('running tap', { error: errorText(error) }));
      return 1;
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`Error: ${error.message}\n`);
    return 1;
  }
}

function signal(...names: readonly NodeJS.Signals[]): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  for (const name of names) process.on(name, () => resolve(undefined));
  return promise;
}

function validate(file: string): number {
  try {
    readSnapshot(readFileSync(file === '-' ? 0 : file, 'utf8'), { file, wrapped: false });
    process.stdout.write('Config is valid.\n');
    return 0;
  } catch (error) {
    process.stderr.write(`Error: ${errorText(error)}\n`);
    return 1;
  }
}
