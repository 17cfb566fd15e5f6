import type { RunKey } from '../scenario/run-channel.ts';
import type { CoverageOutcome, ExpectationLine, Failure, RunEvent } from '../scenario/run-event.ts';

interface RecordedStep {
  readonly title: string;
  readonly milliseconds: number;
  readonly ok: boolean;
  readonly notes: readonly string[];
  readonly failure?: Failure;
}

/** What a scenario told in one of its rounds, by now. */
export interface RunRecord {
  readonly name: string;
  readonly title: string;
  /** From 0. */
  readonly round: number;
  readonly seed: number;
  readonly finished: boolean;
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly steps: readonly RecordedStep[];
  readonly expectations: readonly ExpectationLine[];
  readonly coverage: readonly CoverageOutcome[];
  readonly failure: Failure | undefined;
  readonly attachments: Readonly<Record<string, unknown>>;
}

type Writable = { -readonly [Key in keyof RunRecord]: RunRecord[Key] } & {
  steps: RecordedStep[];
  expectations: ExpectationLine[];
  coverage: CoverageOutcome[];
  attachments: Record<string, unknown>;
};

/** Gathers the events of all runs of a call, whichever come between those of another. */
export class RunRecorder {
  readonly #seeds: readonly number[];
  readonly #keepAttachments: boolean;
  readonly #records = new Map<string, Writable>();

  constructor({ seeds, keepAttachments }: { readonly seeds: readonly number[]; readonly keepAttachments: boolean }) {
    this.#seeds = seeds;
    this.#keepAttachments = keepAttachments;
  }

  /** In the order in which they began. */
  get records(): readonly RunRecord[] {
    return [...this.#records.values()];
  }

  /** Of a scenario, its rounds in order. */
  of(scenario: string): readonly RunRecord[] {
    return this.records.filter(({ name }) => name === scenario);
  }

  /** When all has ended: a run that never began has a record too, which is red. */
  fill(scenarios: readonly string[]): void {
    for (const name of scenarios) {
      for (const round of this.#seeds.keys()) {
        const key = `${name} ${round}`;
        if (!this.#records.has(key)) this.#records.set(key, this.#empty(name, name, round));
      }
    }
  }

  #empty(name: string, title: string, round: number): Writable {
    return {
      ...{ name, title, round, seed: this.#seeds[round] ?? 0, finished: false, ok: false, milliseconds: 0 },
      ...{ steps: [], expectations: [], coverage: [], failure: undefined, attachments: {} },
    };
  }

  add({ scenario, round }: RunKey, event: RunEvent): void {
    const key = `${scenario} ${round}`;
    if (event.type === 'scenario') {
      this.#records.set(key, this.#empty(event.name, event.title, round));
      return;
    }
    const record = this.#records.get(key);
    if (record === undefined) return;
    if (event.type === 'step-finished') {
      const { type: _, ...step } = event;
      record.steps.push(step);
    } else if (event.type === 'expectation') record.expectations.push(event.line);
    else if (event.type === 'coverage') {
      const { type: _, ...outcome } = event;
      record.coverage.push(outcome);
    } else if (event.type === 'failure') {
      record.failure ??= event.failure;
      record.ok = false;
    } else if (event.type === 'attachment') {
      if (this.#keepAttachments) record.attachments[event.name] = event.content;
    } else if (event.type === 'finished') {
      record.finished = true;
      record.ok = event.ok;
      record.milliseconds = event.milliseconds;
    }
  }
}
