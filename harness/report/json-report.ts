import type { ExpectationLine, Failure, RunEvent } from '../scenario/run-event.ts';
import type { RunOptions } from '../scenario/run-options.ts';

interface ReportedStep {
  title: string;
  milliseconds: number;
  ok: boolean;
  notes: readonly string[];
}

interface ReportedScenario {
  name: string;
  title: string;
  ok: boolean;
  milliseconds: number;
  steps: ReportedStep[];
  expectations: ExpectationLine[];
  failure: Failure | undefined;
  attachments: Record<string, unknown>;
}

/** Gathers a run's events into one JSON document: the same facts as the terminal shows, and the attachments. */
export class JsonReport {
  readonly #options: RunOptions;
  readonly #scenarios: ReportedScenario[] = [];

  constructor(options: RunOptions) {
    this.#options = options;
  }

  add(event: RunEvent): void {
    if (event.type === 'scenario') {
      const { name, title } = event;
      this.#scenarios.push({
        name,
        title,
        ok: false,
        milliseconds: 0,
        steps: [],
        expectations: [],
        failure: undefined,
        attachments: {},
      });
      return;
    }
    const scenario = this.#scenarios.at(-1);
    if (scenario === undefined) return;
    if (event.type === 'step-finished') {
      const { title, milliseconds, ok, notes } = event;
      scenario.steps.push({ title, milliseconds, ok, notes });
    } else if (event.type === 'expectation') scenario.expectations.push(event.line);
    else if (event.type === 'failure') scenario.failure = event.failure;
    else if (event.type === 'attachment') scenario.attachments[event.name] = event.content;
    else if (event.type === 'finished') {
      scenario.ok = event.ok;
      scenario.milliseconds = event.milliseconds;
    }
  }

  toString(): string {
    const { runId, seed, manifests, snapshot, secrets, environment } = this.#options;
    const run = { runId, seed, environment: environment.name, manifests, snapshot, secrets };
    return `${JSON.stringify({ ...run, scenarios: this.#scenarios }, undefined, 2)}\n`;
  }
}
