import type { ContainerRole } from './container-role.ts';
import { ContainerWorker } from './container-worker.ts';
import type { Container, KubeletContext, Pod, Sandbox } from './pod-context.ts';
import type { PodVolumes } from './pod-volumes.ts';

export interface PodContainersOptions {
  readonly kubelet: KubeletContext;
  readonly pod: () => Pod;
  readonly volumes: PodVolumes;
  /** Once aborted no further container starts; what runs is left to `stop` or `kill`. */
  readonly signal: AbortSignal;
  readonly onChange: () => void;
}

/** The containers of a pod, in the order in which they start and end. */
export class PodContainers {
  readonly init: readonly ContainerWorker[];
  readonly main: readonly ContainerWorker[];
  readonly #options: PodContainersOptions;
  #onStarted: (() => void) | undefined;

  constructor(options: PodContainersOptions) {
    this.#options = options;
    const { initContainers = [], containers = [] } = options.pod().spec ?? {};
    const waitingReason = initContainers.length ? 'PodInitializing' : 'ContainerCreating';
    const onChange = () => {
      this.#onStarted?.();
      options.onChange();
    };
    const worker = (container: Container, role: ContainerRole) =>
      new ContainerWorker({ ...options, container, role, waitingReason, onChange });
    this.init = initContainers.map((container) =>
      worker(container, container.restartPolicy === 'Always' ? 'sidecar' : 'init'),
    );
    this.main = containers.map((container) => worker(container, 'main'));
  }

  get(name: string): ContainerWorker | undefined {
    return [...this.main, ...this.init].find(({ container }) => container.name === name);
  }

  /** Runs init containers one by one, side-cars beside what follows, then the others; settles when all have ended for good. */
  async run(sandbox: Sandbox): Promise<void> {
    const { signal } = this.#options;
    const sidecars: Promise<void>[] = [];
    try {
      for (const worker of this.init) {
        if (signal.aborted) return;
        const run = worker.run(sandbox);
        if (worker.role === 'sidecar') {
          sidecars.push(run);
          await this.#becomesStarted(worker, run);
        } else {
          await run;
          if (worker.terminated?.exitCode !== 0) return;
        }
      }
      if (signal.aborted) return;
      await Promise.all(this.main.map((worker) => worker.run(sandbox)));
    } finally {
      await this.#stopSidecars(gracePeriod(this.#options.pod()));
      await Promise.all(sidecars);
    }
  }

  /** Ends what runs within the grace period. */
  async stop(graceSeconds: number): Promise<void> {
    const others = this.init.filter(({ role }) => role === 'init');
    await Promise.all([...this.main, ...others].map((worker) => worker.stop(graceSeconds)));
    // Side-cars serve the others to their end, unless there is no time left for that.
    if (graceSeconds === 0 || !this.main.some(({ running }) => running)) await this.#stopSidecars(graceSeconds);
  }

  /** Ends everything without hooks or events: SIGTERM, then SIGKILL after `milliseconds`. */
  kill(milliseconds: number): void {
    for (const worker of [...this.main, ...this.init]) worker.kill(milliseconds);
  }

  async #becomesStarted(worker: ContainerWorker, run: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onStarted = () => {
      if (worker.started) resolve();
    };
    this.#onStarted();
    await Promise.race([promise, run]);
    this.#onStarted = undefined;
  }

  async #stopSidecars(graceSeconds: number): Promise<void> {
    const sidecars = this.init.filter(({ role }) => role === 'sidecar');
    await Promise.all(sidecars.toReversed().map((worker) => worker.stop(graceSeconds)));
  }
}

/** Seconds. A deletion may set others than the pod's own. */
export function gracePeriod({ metadata, spec }: Pod): number {
  return metadata?.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? 30;
}
