import { EnvironmentError } from '../errors/environment-error.ts';
import { createRandom, type Random } from '../random/random.ts';
import type { EdgeAddress } from './edge-address.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { startProcess } from './start-process.ts';

/** Speaks with the Edge. */
export interface SocketClient extends AsyncDisposable {
  /** Sends what is not broken, and says what came of it. */
  sound(): Promise<string>;
  /** As in `FuzzSession`. */
  send(random: Random): Promise<string>;
}

export interface SocketTarget extends Omit<FuzzTarget, 'start'> {
  /** What must come of what is not broken: else nothing would be tested. */
  readonly soundly: string;
  connect(edge: EdgeAddress): SocketClient;
}

/** A target behind the Edge's port. */
export function socketTarget({ soundly, connect, ...target }: SocketTarget): FuzzTarget {
  return {
    ...target,
    async start() {
      await using stack = new AsyncDisposableStack();
      const edge = stack.use(await startProcess('edge-program.ts'));
      const client = stack.use(connect(JSON.parse(edge.ready) as EdgeAddress));
      const outcome = await client.sound();
      if (outcome !== soundly) {
        throw new EnvironmentError(`What is not broken comes to "${outcome}" at ${target.what}, not to "${soundly}".`);
      }
      const owned = stack.move();
      return {
        send: (seed) => client.send(createRandom(seed)),
        alive: async () => void (await edge.ask('alive')),
        [Symbol.asyncDispose]: () => owned.disposeAsync(),
      };
    },
  };
}
