import { mapStrings } from '../text/map-strings.ts';
import { failureOf } from './failure-of.ts';
import type { CoverageOutcome, ExpectationLine, Failure, RunEvent } from './run-event.ts';
import type { RunOptions } from './run-options.ts';

/** Milliseconds in which a step's progress is told once: it changes with each of thousands of exchanges, and is only looked at. */
const betweenProgress = 50;

/** What a scenario is told through: its options, its steps, and what it owns until the run lets go. */
export class ScenarioContext {
  readonly options: RunOptions;
  /** Aborts when the run is interrupted. */
  readonly signal: AbortSignal;
  readonly #send: (event: RunEvent) => void;
  readonly #owned = new AsyncDisposableStack();
  readonly #witnesses: Witness[] = [];
  #rescued = false;
  #withheld: (text: string) => boolean = () => false;

  constructor(options: RunOptions, signal: AbortSignal, send: (event: RunEvent) => void) {
    this.options = options;
    this.signal = signal;
    this.#send = (event) => send(this.#guarded(event));
  }

  /** From now on no text for which this holds leaves the run: not to the terminal, not into a report. */
  withhold(holdsValue: (text: string) => boolean): void {
    this.#withheld = holdsValue;
  }

  /** An event as it may be shown. */
  #guarded(event: RunEvent): RunEvent {
    return mapStrings(event, (text) => (this.#withheld(text) ? '(withheld: it holds a planted value)' : text));
  }

  /** Tells how the story failed, and writes down what is there to be seen of it, where that was asked for. */
  async fail(error: unknown): Promise<void> {
    const failure = failureOf(error);
    const folder = this.options.evidence;
    if (folder === undefined) {
      this.#send({ type: 'failure', failure });
      return;
    }
    const nothing = `nothing to be seen was left, so there is nothing in ${folder}`;
    let written = this.#witnesses.length > 0 || this.#rescued ? `more in ${folder}` : nothing;
    try {
      for (const witness of this.#witnesses) await witness.writeEvidence(folder, (text) => this.#withheld(text));
    } catch (trouble) {
      written = `no evidence could be written into ${folder}: ${(trouble as Error).message}`;
    }
    this.#send({ type: 'failure', failure: { ...failure, evidence: [...failure.evidence, written] } });
  }

  /** Writes down what a part of the story saw, before it goes, where that was asked for. Never rejects. */
  async rescue({ writeEvidence }: Witness): Promise<void> {
    const folder = this.options.evidence;
    if (folder === undefined || this.signal.aborted) return;
    try {
      await writeEvidence(folder, (text) => this.#withheld(text));
      this.#rescued = true;
    } catch {
      // The failure that it was for comes next, and says that there is nothing.
    }
  }

  /** Hands over a resource: it is released after the verdict, with `--keep` when the user lets go. */
  own<T extends AsyncDisposable & Partial<Witness>>(resource: T): T {
    const { writeEvidence } = resource;
    if (writeEvidence !== undefined) this.#witnesses.push({ writeEvidence });
    return this.#owned.use(resource);
  }

  /**
   * Runs a part of the story under its title; what it notes stands below the title. `took`: of work that was begun before its turn to
   * be shown, the milliseconds that it took by itself.
   */
  async step<T>(title: string, work: (step: Step) => Promise<T>, took?: () => number | undefined): Promise<T> {
    this.signal.throwIfAborted();
    this.#send({ type: 'step-started', title });
    const startedAt = performance.now();
    const notes: string[] = [];
    let failure: Failure | undefined;
    let toldAt = -betweenProgress;
    try {
      return await work({
        signal: this.signal,
        note: (text) => void notes.push(text),
        progress: (text) => {
          const now = performance.now();
          if (now - toldAt < betweenProgress) return;
          toldAt = now;
          this.#send({ type: 'step-progress', text });
        },
        rescue: (witness) => this.rescue(witness),
      });
    } catch (error) {
      failure = failureOf(error);
      throw error;
    } finally {
      const milliseconds = took?.() ?? performance.now() - startedAt;
      const ok = failure === undefined;
      this.#send({ type: 'step-finished', title, milliseconds, ok, notes, ...(failure && { failure }) });
    }
  }

  /** Shows one line of the verdict. */
  show(line: ExpectationLine): void {
    this.#send({ type: 'expectation', line });
  }

  /** Tells what became of a row of the catalogue. */
  covered(outcome: CoverageOutcome): void {
    this.#send({ type: 'coverage', ...outcome });
  }

  /** Puts plain data into the JSON report under a name. */
  attach(name: string, content: unknown): void {
    this.#send({ type: 'attachment', name, content });
  }

  async release(): Promise<void> {
    await this.#owned.disposeAsync();
  }
}

/** Can write what it saw into a folder, without lines for which `holdsValue`. */
export interface Witness {
  readonly writeEvidence: (folder: string, holdsValue: (text: string) => boolean) => Promise<unknown>;
}

/** What the work of a step may say while it runs. */
export interface Step {
  readonly signal: AbortSignal;
  /** A line that stays below the step's title. */
  note(text: string): void;
  /** What the step is doing now; replaced by the next one. */
  progress(text: string): void;
  /** Before something goes that a failure left half made: writes down what it saw, where that was asked for. Never rejects. */
  rescue(witness: Witness): Promise<void>;
}
