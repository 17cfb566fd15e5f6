import { once } from 'node:events';
import type { CommandStreams } from '../api/node-agent.ts';
import type { ContainerInstance } from './container-instance.ts';

/** A client that lags further behind misses output: the container does not wait for it. */
const maxLag = 2 ** 20;

/** Copies what the container writes from now on until it ends or the client leaves. Nothing reads what the client types. */
export async function attachToContainer(
  { log, ended }: ContainerInstance,
  { stdin, stdout, stderr }: CommandStreams,
  signal: AbortSignal,
): Promise<number> {
  using _tap = log.tap((name, chunk) => {
    const stream = name === 'stdout' ? stdout : stderr;
    if (stream && !stream.destroyed && stream.writableLength < maxLag) stream.write(chunk);
  });
  stdin?.resume();
  const over = AbortSignal.any([ended, signal]);
  if (!over.aborted) await once(over, 'abort');
  return 0;
}
