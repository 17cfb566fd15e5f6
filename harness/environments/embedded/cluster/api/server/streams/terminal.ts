import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CommandStreams } from '../../node-agent.ts';

const [ctrlC, ctrlD, lineFeed, carriageReturn] = [3, 4, 10, 13];

export interface Terminal {
  readonly streams: CommandStreams;
  /** Aborts on Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Settles when all output has gone to the client; nothing may be written any more. */
  flush(): Promise<void>;
}

/**
 * What a person at a raw terminal (`-t`) needs of the pseudo-terminal that a process gets on a real node, and has not here:
 * errors among the output, lines that end where they began, an echo, Enter, Ctrl-C and Ctrl-D.
 */
export function terminal({ stdin, stdout }: CommandStreams): Terminal {
  const interrupt = new AbortController();
  const screen = new Transform({
    transform: (chunk: Buffer, _encoding, callback) => callback(null, withReturns(chunk)),
  });
  const shown = stdout ? pipeline(screen, stdout, { end: false }) : undefined;
  // It breaks when the client leaves, of which others tell.
  shown?.catch(() => {});
  if (!stdout) screen.resume();
  const keys = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      const line = chunk.map((byte) => (byte === carriageReturn ? lineFeed : byte));
      const end = line.findIndex((byte) => byte === ctrlC || byte === ctrlD);
      const typed = end < 0 ? line : line.subarray(0, end);
      screen.write(typed);
      this.push(typed);
      if (line[end] === ctrlC) interrupt.abort();
      if (line[end] === ctrlD) this.push(null);
      callback();
    },
  });
  // Keys that come after Ctrl-D are pressed in vain.
  keys.on('error', () => {});
  return {
    streams: { stdin: stdin?.pipe(keys), stdout: screen, stderr: screen },
    interrupted: interrupt.signal,
    flush: async () => {
      screen.end();
      await Promise.allSettled([shown]);
    },
  };
}

function withReturns(chunk: Buffer): Buffer {
  return Buffer.from(chunk.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
}
