import { startKind } from '../../start-kind.ts';

/** Starts a kind environment, says each step on a line of its own, then `up`, and stays until it is told to stop. */
const [runId = '', runDirectory = '', reuse] = process.argv.slice(2);
const stop = new AbortController();
const stopped = Promise.withResolvers<void>();
process.on('SIGTERM', () => {
  stop.abort(new Error('stopped'));
  stopped.resolve();
});
const say = (text: string) => process.stdout.write(`${text}\n`);

try {
  await using environment = await startKind({
    runId,
    runDirectory,
    reuse: reuse === 'reuse',
    images: [{ image: 'mirror.example/idle:1', content: { role: 'idle' } }],
    region: 'eu-central-1',
    progress: (part, text) => say(`${part}: ${text}`),
    signal: stop.signal,
  });
  say(`up ${environment.cluster.name}`);
  const alive = setInterval(() => undefined, 2 ** 30);
  await stopped.promise;
  clearInterval(alive);
} catch (error) {
  say(`failed ${(error as Error).message}`);
}
