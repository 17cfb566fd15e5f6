import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A running `kubectl port-forward`. */
export interface Forwarding extends AsyncDisposable {
  /** Local port that leads to a port of the pod. */
  local(port: number): number;
  /** Settles when kubectl has ended. */
  readonly end: Promise<{ readonly code: number | null; readonly output: string }>;
  /** As Ctrl-C does. */
  interrupt(): void;
}

/** Starts kubectl and waits until it listens for every port that it was given. */
export async function startForwarding(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Forwarding> {
  const child = spawn('kubectl', args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const awaited = args.filter((word) => /^\d*:\d+$/.test(word)).length;
  const ports = new Map<number, number>();
  const ready = Promise.withResolvers<void>();
  let output = '';
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const [, local, port] of output.matchAll(/from 127\.0\.0\.1:(\d+) -> (\d+)/g)) {
      ports.set(Number(port), Number(local));
    }
    if (ports.size === awaited) ready.resolve();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const end = once(child, 'close').then(([code]) => {
    ready.reject(new Error(`kubectl ${args.join(' ')} ended before it listened: ${output}`));
    return { code: code as number | null, output };
  });
  await ready.promise;
  return {
    local: (port) => ports.get(port) ?? 0,
    end,
    interrupt: () => child.kill('SIGINT'),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await end;
    },
  };
}
