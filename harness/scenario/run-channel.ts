import { BroadcastChannel } from 'node:worker_threads';
import type { RunEvent } from './run-event.ts';

/** From the CLI to the scenario: stop now, or let go of a kept environment. */
export type RunCommand = 'stop';

/** One of the runs of a call: a scenario, and which of its rounds it is, from 0. */
export interface RunKey {
  readonly scenario: string;
  readonly round: number;
}

/** From the scenario to the CLI: an event, or that all it started is gone. */
export type RunMessage = { readonly run: RunKey } & ({ readonly event: RunEvent } | { readonly released: true });

/**
 * The line between the CLI's thread, which owns the life of a run, and the thread in which vitest runs the scenario:
 * vitest itself runs no teardown on a signal.
 */
export class RunChannel implements Disposable {
  readonly #up: BroadcastChannel;
  readonly #down: BroadcastChannel;

  constructor(runId: string) {
    this.#up = new BroadcastChannel(`${runId}/messages`);
    this.#down = new BroadcastChannel(`${runId}/commands`);
    this.#up.unref();
    this.#down.unref();
  }

  send(message: RunMessage): void {
    this.#up.postMessage(message);
  }

  command(command: RunCommand): void {
    this.#down.postMessage(command);
  }

  onMessage(listener: (message: RunMessage) => void): void {
    this.#up.onmessage = (event) => listener((event as { data: RunMessage }).data);
  }

  onCommand(listener: (command: RunCommand) => void): void {
    this.#down.onmessage = (event) => listener((event as { data: RunCommand }).data);
  }

  [Symbol.dispose](): void {
    this.#up.close();
    this.#down.close();
  }
}
