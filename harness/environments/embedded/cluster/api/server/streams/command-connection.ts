import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { CommandStreams } from '../../node-agent.ts';

/** Which streams a client asked for. */
export interface WantedStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/** A client that waits for a command, whatever it speaks. */
export interface CommandConnection {
  readonly streams: CommandStreams;
  /** Aborts when the client has left. */
  readonly gone: AbortSignal;
  /** Ends the streams, then sends the outcome, a `Status`, and hangs up. */
  finish(status: object): Promise<void>;
}

/** Ends streams and waits until all that was written to them is sent, or their client is gone. */
export async function endAll(streams: readonly (Writable | undefined)[]): Promise<void> {
  await Promise.allSettled(
    streams.map(async (stream) => {
      stream?.end();
      if (stream) await finished(stream, { readable: false });
    }),
  );
}
