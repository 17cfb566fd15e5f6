import { createRandom } from '../random/random.ts';
import { type EdgeProcess, startEdgeProcess } from './edge-process.ts';
import type { FuzzSession, FuzzTarget } from './fuzz-target.ts';

export interface FuzzOptions {
  readonly target: FuzzTarget;
  readonly seed: number;
  /** Number of the first frame, from 1. */
  readonly first: number;
  readonly frames: number;
  readonly signal: AbortSignal;
  /** How many frames were sent so far. */
  readonly onProgress: (sent: number) => void;
  /** Default: an Edge with its mocks in a process of its own. */
  readonly startEdge?: () => Promise<EdgeProcess>;
  /** Real milliseconds after which a frame without an answer hangs; default 10 s. */
  readonly patience?: number;
}

/** What came of the frames of one target. */
export interface FuzzResult {
  readonly sent: number;
  readonly outcomes: ReadonlyMap<string, number>;
  /** The frame that brought out what must not be, by its number; undefined: none did. */
  readonly violation: { readonly frame: number; readonly message: string } | undefined;
}

const standardPatience = 10_000;

/** What the Edge remembers of so many frames fits any machine; then it begins anew. */
const framesOfOneEdge = 20_000;

/** Numbers of frames stay below it, so that each has a seed of its own. */
const seeds = 2 ** 21;

/** Sends frames to one target, until one brings out what must not be. Throws the signal's reason when it aborts. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { target, first, frames, signal, startEdge = startEdgeProcess } = options;
  const outcomes = new Map<string, number>();
  let sent = 0;
  while (sent < frames) {
    await using edge = await startEdge();
    await using session = await target.open(edge.address);
    const count = Math.min(framesOfOneEdge, frames - sent);
    const violation = await sendAll(session, edge, outcomes, { ...options, first: first + sent, frames: count }, sent);
    signal.throwIfAborted();
    if (violation !== undefined) return { sent: violation.frame - first + 1, outcomes, violation };
    sent += count;
  }
  return { sent, outcomes, violation: undefined };
}

/** The first frame that brings out what must not be. */
async function sendAll(
  session: FuzzSession,
  edge: EdgeProcess,
  outcomes: Map<string, number>,
  { target, seed, first, frames, signal, onProgress, patience = standardPatience }: FuzzOptions,
  before: number,
): Promise<FuzzResult['violation']> {
  let next = first;
  let done = before;
  const found: { violation?: FuzzResult['violation'] } = {};
  const sendOn = async () => {
    while (next < first + frames && found.violation === undefined && !signal.aborted) {
      const frame = next++;
      try {
        const outcome = await within(session.send(createRandom(seed * seeds + frame)), edge, patience);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        done += 1;
        onProgress(done);
      } catch (error) {
        const { frame: earlier = frame } = found.violation ?? {};
        const message = error instanceof Error ? error.message : String(error);
        if (frame <= earlier) found.violation = { frame, message };
      }
    }
  };
  await Promise.all(Array.from({ length: target.atOnce }, sendOn));
  return found.violation;
}

async function within<T>(work: Promise<T>, { crashed }: EdgeProcess, patience: number): Promise<T> {
  const hung = Promise.withResolvers<never>();
  const timer = setTimeout(() => hung.reject(new Error(`there was no answer within ${patience / 1000} s`)), patience);
  try {
    return await Promise.race([work, crashed, hung.promise]);
  } finally {
    clearTimeout(timer);
  }
}
