import { dropped } from './dropped.ts';
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
  /** Real milliseconds after which a frame without an answer hangs; default 10 s. */
  readonly patience?: number;
}

/** What must not be, and the frames that may have brought it out: those that were under way. */
export interface Violation {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** What came of the frames of one target. */
export interface FuzzResult {
  readonly sent: number;
  readonly outcomes: ReadonlyMap<string, number>;
  /** Undefined: no frame brought out what must not be. */
  readonly violation: Violation | undefined;
}

const standardPatience = 10_000;

/** What is remembered of so many frames fits any machine; then what is under test begins anew. */
const framesOfOneStart = 20_000;

/** Numbers of frames stay below it, so that each has a seed of its own. */
const seeds = 2 ** 21;

/** Sends frames to one target, until one brings out what must not be. Throws the signal's reason when it aborts. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { target, first, frames, signal } = options;
  const outcomes = new Map<string, number>();
  let sent = 0;
  while (sent < frames) {
    await using session = await target.start();
    const count = Math.min(framesOfOneStart, frames - sent);
    const violation = await sendAll(session, outcomes, { ...options, first: first + sent, frames: count }, sent);
    signal.throwIfAborted();
    if (violation !== undefined) return { sent: violation.to - first + 1, outcomes, violation };
    sent += count;
  }
  return { sent, outcomes, violation: undefined };
}

/** The first thing that must not be. */
async function sendAll(
  session: FuzzSession,
  outcomes: Map<string, number>,
  { target, seed, first, frames, signal, onProgress, patience = standardPatience }: FuzzOptions,
  before: number,
): Promise<Violation | undefined> {
  let next = first;
  let done = before;
  const underWay = new Set<number>();
  const found: { violation?: Violation } = {};
  const alive = () => within(session.alive(), patience, signal);
  const violate = async (frame: number, error: unknown) => {
    // The end of a process ends the frames that were under way with it, each in its own words.
    const end = await alive().then(
      () => undefined,
      (reason: unknown) => ({ reason }),
    );
    const suspects = end === undefined ? [frame] : [...underWay, frame];
    found.violation ??= {
      from: Math.min(...suspects),
      to: Math.max(...suspects),
      message: textOf(end === undefined ? error : end.reason),
    };
  };
  const sendOn = async () => {
    while (next < first + frames && found.violation === undefined && !signal.aborted) {
      const frame = next++;
      underWay.add(frame);
      try {
        const outcome = await within(session.send(seed * seeds + frame), patience, signal);
        if (outcome === dropped) await alive();
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        done += 1;
        onProgress(done);
      } catch (error) {
        if (!signal.aborted) await violate(frame, error);
      } finally {
        underWay.delete(frame);
      }
    }
  };
  await Promise.all(Array.from({ length: target.atOnce }, sendOn));
  if (found.violation === undefined && !signal.aborted) await alive().catch((error) => violate(next - 1, error));
  return found.violation;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function within<T>(work: Promise<T>, patience: number, signal: AbortSignal): Promise<T> {
  const over = Promise.withResolvers<never>();
  const abort = () => over.reject(signal.reason);
  const timer = setTimeout(() => over.reject(new Error(`there was no answer within ${patience / 1000} s`)), patience);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, over.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
