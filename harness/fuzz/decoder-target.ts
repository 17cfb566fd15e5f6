import { type FuzzSession, type FuzzTarget, FuzzViolation } from './fuzz-target.ts';
import { startProcess } from './start-process.ts';

/** Begins an answer that is a violation. */
export const violationMark = '!';

/** A decoder by itself; `decoder-program.ts` knows it by the target's name. */
export function decoderTarget(target: Omit<FuzzTarget, 'start' | 'atOnce'>): FuzzTarget {
  return {
    ...target,
    atOnce: 1,
    async start() {
      const decoder = await startProcess('decoder-program.ts', [target.name]);
      const session: FuzzSession = {
        async send(seed) {
          const answer = await decoder.ask(String(seed));
          if (answer.startsWith(violationMark)) throw new FuzzViolation(answer.slice(violationMark.length));
          return answer;
        },
        // Whoever has answered the last frame is.
        alive: async () => undefined,
        [Symbol.asyncDispose]: () => decoder[Symbol.asyncDispose](),
      };
      return session;
    },
  };
}
