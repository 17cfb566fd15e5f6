import { randomBytes } from 'node:crypto';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { KindMap } from '../api/cluster-api.ts';
import { timestamp } from '../api/objects/kube-object.ts';
import { quantityNanos } from '../api/objects/quantity.ts';
import type { ContainerExit, ContainerProcess, ContainerProcessOptions } from '../process/container-process.ts';
import { ContainerLog } from './container-log.ts';
import type { ContainerProbes } from './container-probes.ts';
import type { ImageProgram } from './image-catalog.ts';
import { memoryUsage } from './memory-usage.ts';

type ContainerStatus = NonNullable<NonNullable<KindMap['Pod']['status']>['containerStatuses']>[number];
export type Terminated = NonNullable<NonNullable<ContainerStatus['state']>['terminated']>;

/** A container's process but for what it runs. */
export type ProcessSetting = Omit<ContainerProcessOptions, 'script' | 'args' | 'stdin' | 'onOutput'> & {
  readonly program: ImageProgram;
};

const memorySampleInterval = 500;

/** One life of a container: its process from start to end, its log and its probes. */
export class ContainerInstance {
  readonly id = `containerd://${randomBytes(32).toString('hex')}`;
  readonly log = new ContainerLog();
  readonly startedAt = Date.now();
  probes: ContainerProbes | undefined;
  /** What a further process in the container shares with its first one; undefined where none runs. */
  setting: ProcessSetting | undefined;
  readonly #ended = new AbortController();
  #process: ContainerProcess | undefined;
  #outOfMemory = false;
  #deadline: NodeJS.Timeout | undefined;

  /** Aborts when the process has ended. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Takes over a started process and settles when it has ended. `memoryLimit` is a quantity. */
  async watch(process: ContainerProcess, memoryLimit: string | undefined): Promise<Terminated> {
    this.#process = process;
    if (memoryLimit && process.pid) void this.#watchMemory(process.pid, Number(quantityNanos(memoryLimit)) / 1e9);
    const exit = await process.exited;
    this.#ended.abort();
    clearTimeout(this.#deadline);
    this.probes?.[Symbol.dispose]();
    this.log.end();
    return this.#terminated(exit);
  }

  /** SIGTERM now, SIGKILL after `milliseconds`. A later call can only shorten the time. */
  kill(milliseconds: number): void {
    if (this.#ended.signal.aborted) return;
    clearTimeout(this.#deadline);
    this.#process?.kill(milliseconds > 0 ? 'SIGTERM' : 'SIGKILL');
    if (milliseconds > 0) this.#deadline = setTimeout(() => this.#process?.kill('SIGKILL'), milliseconds);
  }

  async #watchMemory(pid: number, limit: number): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted) {
      await delay(memorySampleInterval, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted || ((await memoryUsage(pid)) ?? 0) <= limit) continue;
      this.#outOfMemory = true;
      this.#process?.kill('SIGKILL');
      return;
    }
  }

  #terminated({ exitCode, signal }: ContainerExit): Terminated {
    const code = exitCode ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 9);
    return {
      containerID: this.id,
      exitCode: this.#outOfMemory ? 137 : code,
      reason: this.#outOfMemory ? 'OOMKilled' : code === 0 ? 'Completed' : 'Error',
      startedAt: timestamp(this.startedAt),
      finishedAt: timestamp(),
    };
  }
}
