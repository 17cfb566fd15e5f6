import type { ContainerInstance, Terminated } from './container-instance.ts';
import type { ContainerRole } from './container-role.ts';
import type { Container, ContainerStatus } from './pod-context.ts';

type State = NonNullable<ContainerStatus['state']>;

/** What a container shows of itself over all its restarts. */
export abstract class ContainerState {
  readonly role: ContainerRole;
  readonly container: Container;
  protected state: State;
  protected lastState: NonNullable<ContainerStatus['lastState']> = {};
  #starts = 0;
  #imageId = '';
  #instance: ContainerInstance | undefined;
  #previous: ContainerInstance | undefined;

  constructor(container: Container, role: ContainerRole, waitingReason: string) {
    this.container = container;
    this.role = role;
    this.state = { waiting: { reason: waitingReason } };
  }

  get terminated(): Terminated | undefined {
    return this.state.terminated;
  }

  get running(): boolean {
    return this.state.running !== undefined;
  }

  /** Whether it has its probes' leave to be used; an init container when it has done its work. */
  get ready(): boolean {
    if (this.role === 'init') return this.state.terminated?.exitCode === 0;
    return this.running && (this.#instance?.probes?.ready ?? false);
  }

  get started(): boolean {
    return this.running && (this.role === 'init' || (this.#instance?.probes?.started ?? false));
  }

  get instance(): ContainerInstance | undefined {
    return this.#instance;
  }

  /** The instance whose process runs. */
  get liveInstance(): ContainerInstance | undefined {
    return this.state.running && !this.#instance?.ended.aborted ? this.#instance : undefined;
  }

  get previous(): ContainerInstance | undefined {
    return this.#previous;
  }

  status(): ContainerStatus {
    return {
      name: this.container.name,
      image: this.container.image ?? '',
      imageID: this.#imageId,
      ...(this.#instance && { containerID: this.#instance.id }),
      state: this.state,
      lastState: this.lastState,
      ready: this.ready,
      started: this.started,
      restartCount: Math.max(0, this.#starts - 1),
    };
  }

  /** Begins the next life of the container. */
  protected begin(instance: ContainerInstance, imageId: string): void {
    this.#previous = this.#instance ?? this.#previous;
    this.#instance = instance;
    this.#imageId = imageId;
    this.#starts++;
  }
}
