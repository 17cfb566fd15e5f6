import { setTimeout as delay } from 'node:timers/promises';
import { timestamp } from '../api/objects/kube-object.ts';
import type { EventType } from '../controllers/event-recorder.ts';
import type { ContainerMount } from '../process/container-process.ts';
import { startContainerProcess } from '../process/start-container-process.ts';
import { commandLine } from './command-line.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { containerEnvironment } from './container-environment.ts';
import { ContainerInstance, type Terminated } from './container-instance.ts';
import { ContainerProbes, type Unreadiness } from './container-probes.ts';
import { startIdleProcess } from './idle-process.ts';
import type { ImageProgram } from './image-catalog.ts';
import { pullImage } from './image-puller.ts';
import { runHook } from './lifecycle-hook.ts';
import type { Container, ContainerStatus, KubeletContext, Pod, Sandbox } from './pod-context.ts';
import type { PodVolumes } from './pod-volumes.ts';
import type { ProbeTarget } from './probe-request.ts';
import { goDuration, RestartBackOff } from './restart-back-off.ts';
import { verifyRunAsNonRoot } from './run-as-non-root.ts';
import { StartError } from './start-error.ts';

/** `init`: runs to its end before the next; `sidecar`: an init container that stays; `main`: the rest. */
export type ContainerRole = 'init' | 'sidecar' | 'main';

export interface ContainerWorkerOptions {
  readonly kubelet: KubeletContext;
  readonly container: Container;
  readonly role: ContainerRole;
  readonly pod: () => Pod;
  readonly volumes: PodVolumes;
  /** Why the container waits before its turn: `ContainerCreating` or `PodInitializing`. */
  readonly waitingReason: string;
  readonly onChange: () => void;
}

interface Prepared {
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly ContainerMount[];
}

/** A container of a pod over all its restarts: pulls, configures, starts, probes, restarts with back-off, and says how it is. */
export class ContainerWorker {
  readonly role: ContainerRole;
  readonly container: Container;
  readonly #options: ContainerWorkerOptions;
  readonly #backOff = new RestartBackOff();
  readonly #stop = new AbortController();
  #state: NonNullable<ContainerStatus['state']>;
  #lastState: NonNullable<ContainerStatus['lastState']> = {};
  #restarts = -1;
  #imageId = '';
  #instance: ContainerInstance | undefined;
  #previous: ContainerInstance | undefined;

  constructor(options: ContainerWorkerOptions) {
    this.#options = options;
    this.role = options.role;
    this.container = options.container;
    this.#state = { waiting: { reason: options.waitingReason } };
  }

  get terminated(): Terminated | undefined {
    return this.#state.terminated;
  }

  get running(): boolean {
    return this.#state.running !== undefined;
  }

  /** Whether it has its probes' leave to be used; an init container when it has done its work. */
  get ready(): boolean {
    if (this.role === 'init') return this.#state.terminated?.exitCode === 0;
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
    return this.#state.running && !this.#instance?.ended.aborted ? this.#instance : undefined;
  }

  get previous(): ContainerInstance | undefined {
    return this.#previous;
  }

  unreadiness(): Unreadiness | undefined {
    return this.running ? this.#instance?.probes?.unreadiness() : undefined;
  }

  status(): ContainerStatus {
    return {
      name: this.container.name,
      image: this.container.image ?? '',
      imageID: this.#imageId,
      ...(this.#instance && { containerID: this.#instance.id }),
      state: this.#state,
      lastState: this.#lastState,
      ready: this.ready,
      started: this.started,
      restartCount: Math.max(0, this.#restarts),
    };
  }

  /** Runs until the container has ended for good or was stopped. */
  async run(sandbox: Sandbox): Promise<void> {
    const { kubelet, pod } = this.#options;
    const stopped = this.#stop.signal;
    while (!stopped.aborted) {
      const program = await pullImage(kubelet, this.container, this.#pullReport(), stopped);
      const prepared = program && (await this.#prepare(program, sandbox));
      if (!prepared || stopped.aborted) break;
      const terminated = await this.#runOnce(program, prepared, sandbox);
      const { restartPolicy = 'Always' } = pod().spec ?? {};
      if (stopped.aborted || !mustRestart(this.role, restartPolicy, terminated.exitCode)) {
        this.#set({ terminated });
        return;
      }
      this.#lastState = { terminated };
      await this.#waitToRestart(terminated);
    }
    // Stopped between two lives: what it shows is how the last one ended.
    if (this.#lastState.terminated) this.#set({ terminated: this.#lastState.terminated });
  }

  /** Ends the container: preStop hook, SIGTERM, and SIGKILL when the grace period (seconds) is over. */
  async stop(graceSeconds: number): Promise<void> {
    this.#stop.abort();
    const instance = this.#instance;
    if (!instance || !this.running || instance.ended.aborted) return;
    this.#event('Normal', 'Killing', `Stopping container ${this.container.name}`);
    await this.#end(instance, graceSeconds);
  }

  /** Ends it without hook or event: SIGTERM, then SIGKILL after `milliseconds`. */
  kill(milliseconds: number): void {
    this.#stop.abort();
    this.#instance?.kill(milliseconds);
  }

  async #end(instance: ContainerInstance, graceSeconds: number): Promise<void> {
    const { kubelet, pod } = this.#options;
    const grace = kubelet.pace.grace(graceSeconds);
    const preStop = this.container.lifecycle?.preStop;
    const begin = Date.now();
    if (preStop && grace > 0) {
      const signal = AbortSignal.any([instance.ended, AbortSignal.timeout(grace)]);
      const ip = pod().status?.podIP ?? '';
      const fault = await runHook(preStop, this.#target(ip), this.#subject(), kubelet.pace, signal);
      if (fault && !instance.ended.aborted) this.#event('Warning', 'FailedPreStopHook', `PreStopHook failed: ${fault}`);
    }
    instance.kill(grace > 0 ? Math.max(1, grace - (Date.now() - begin)) : 0);
  }

  /** Undefined when stopped before the configuration could be made. */
  async #prepare(program: ImageProgram, sandbox: Sandbox): Promise<Prepared | undefined> {
    const { kubelet, pod, volumes } = this.#options;
    while (!this.#stop.signal.aborted) {
      try {
        const environment = containerEnvironment(kubelet.api, pod(), this.container, sandbox.ip, kubelet.node);
        const mounts = volumes.mounts(this.container, environment);
        verifyRunAsNonRoot(pod(), this.container, program.user);
        return { environment, mounts };
      } catch (error) {
        if (!(error instanceof ContainerConfigError)) throw error;
        this.#event('Warning', 'Failed', `Error: ${error.message}`);
        this.#set({ waiting: { reason: 'CreateContainerConfigError', message: error.message } });
      }
      await kubelet.configurationChange(pod().metadata?.namespace ?? '', this.#stop.signal);
    }
    return undefined;
  }

  async #runOnce(program: ImageProgram, prepared: Prepared, sandbox: Sandbox): Promise<Terminated> {
    const { name } = this.container;
    this.#previous = this.#instance ?? this.#previous;
    const instance = new ContainerInstance();
    this.#instance = instance;
    this.#restarts++;
    this.#imageId = program.name;
    this.#event('Normal', 'Created', `Created container: ${name}`);
    let ended: Promise<Terminated>;
    try {
      const process = this.#startProcess(program, prepared, sandbox, instance);
      ended = instance.watch(process, this.container.resources?.limits?.memory);
    } catch (error) {
      return this.#failedToStart(instance, error);
    }
    this.#event('Normal', 'Started', `Started container ${name}`);
    this.#set({ running: { startedAt: timestamp(instance.startedAt) } });
    await this.#afterStart(instance, program, sandbox);
    return ended;
  }

  #startProcess(
    program: ImageProgram,
    { environment, mounts }: Prepared,
    sandbox: Sandbox,
    instance: ContainerInstance,
  ) {
    const args = commandLine(this.container, program, environment);
    if (program.script === undefined) {
      const idle = startIdleProcess();
      // Nothing would ever end an init container that idles, and nothing could start after it.
      if (this.role === 'init') idle.kill('SIGTERM');
      return idle;
    }
    const { kubelet, pod } = this.#options;
    const setting = {
      program,
      environment: {
        TMPDIR: kubelet.temporaryDirectory,
        HOSTNAME: pod().spec?.hostname ?? pod().metadata?.name ?? '',
        ...program.environment,
        ...environment,
        ...sandbox.environment,
      },
      mounts,
      workingDirectory: this.container.workingDir,
      compileCache: kubelet.compileCache,
    };
    instance.setting = setting;
    const onOutput = (stream: string, chunk: Buffer) => instance.log.write(stream, chunk);
    return startContainerProcess({ ...setting, script: program.script, args, onOutput });
  }

  #failedToStart(instance: ContainerInstance, error: unknown): Terminated {
    const message = error instanceof StartError ? error.message : `failed to create containerd task: ${String(error)}`;
    instance.log.end();
    this.#event('Warning', 'Failed', `Error: ${message}`);
    this.#set({ waiting: { reason: 'RunContainerError', message } });
    const epoch = '1970-01-01T00:00:00Z';
    return {
      containerID: instance.id,
      exitCode: 128,
      reason: 'StartError',
      message,
      startedAt: epoch,
      finishedAt: timestamp(),
    };
  }

  async #afterStart(instance: ContainerInstance, program: ImageProgram, sandbox: Sandbox): Promise<void> {
    const { kubelet, onChange } = this.#options;
    const postStart = this.container.lifecycle?.postStart;
    const fault =
      postStart && (await runHook(postStart, this.#target(sandbox.ip), this.#subject(), kubelet.pace, instance.ended));
    if (instance.ended.aborted) return;
    if (fault) {
      this.#event('Warning', 'FailedPostStartHook', 'PostStartHook failed');
      this.#event('Normal', 'Killing', 'FailedPostStartHook');
      this.#set({ waiting: { reason: 'PostStartHookError', message: fault } });
      await this.#end(instance, this.#grace());
      return;
    }
    if (this.role === 'init') return;
    instance.probes = new ContainerProbes({
      target: this.#target(sandbox.ip, program),
      startedAt: instance.startedAt,
      realTime: kubelet.pace.realTime,
      onChange,
      onFailure: (kind, { result, text }) => {
        const title = `${kind[0]?.toUpperCase()}${kind.slice(1)} probe`;
        const verdict = result === 'unknown' ? 'errored and resulted in unknown state' : 'failed';
        this.#event('Warning', 'Unhealthy', `${title} ${verdict}: ${text}`);
      },
      onKill: (kind) => {
        this.#event('Normal', 'Killing', `Container ${this.container.name} failed ${kind} probe, will be restarted`);
        void this.#end(instance, this.container[`${kind}Probe`]?.terminationGracePeriodSeconds ?? this.#grace());
      },
    });
    onChange();
  }

  async #waitToRestart(terminated: Terminated): Promise<void> {
    const { kubelet } = this.#options;
    const nominal = this.#backOff.next(Date.now() - (this.#instance?.startedAt ?? 0));
    if (this.#stop.signal.aborted) return;
    if (this.#state.waiting === undefined) this.#set({ terminated });
    if (nominal === 0) return;
    const { name } = this.container;
    const pod = this.#podName();
    this.#event('Warning', 'BackOff', `Back-off restarting failed container ${name} in pod ${pod}`);
    const message = `back-off ${goDuration(nominal)} restarting failed container=${name} pod=${pod}`;
    this.#set({ waiting: { reason: 'CrashLoopBackOff', message } });
    const { signal } = this.#stop;
    await delay(kubelet.pace.backOff(nominal), undefined, { signal }).catch(() => undefined);
  }

  #pullReport() {
    return {
      waiting: (reason: string, message: string) => this.#set({ waiting: { reason, message } }),
      event: (type: EventType, reason: string, message: string) => this.#event(type, reason, message),
    };
  }

  #target(ip: string, program?: ImageProgram): ProbeTarget {
    const { network } = this.#options.kubelet;
    // An idle container has nothing to ask; one that stands for a side-car must not keep its pod from being ready.
    const container = program && program.script === undefined ? withoutProbes(this.container) : this.container;
    return { ip, container, realPort: (address, port) => network.port(address, port) };
  }

  #set(state: NonNullable<ContainerStatus['state']>): void {
    this.#state = state;
    this.#options.onChange();
  }

  #event(type: EventType, reason: string, message: string): void {
    const list = this.role === 'main' ? 'containers' : 'initContainers';
    const { kubelet, pod } = this.#options;
    kubelet.events.record('Pod', pod(), type, reason, message, `spec.${list}{${this.container.name}}`);
  }

  #grace(): number {
    return this.#options.pod().spec?.terminationGracePeriodSeconds ?? 30;
  }

  #podName(): string {
    const { name, namespace, uid } = this.#options.pod().metadata ?? {};
    return `${name}_${namespace}(${uid})`;
  }

  #subject(): string {
    return `Container "${this.container.name}" in Pod "${this.#podName()}"`;
  }
}

function withoutProbes({
  startupProbe: _s,
  readinessProbe: _r,
  livenessProbe: _l,
  ...container
}: Container): Container {
  return container;
}

function mustRestart(role: ContainerRole, policy: string, exitCode: number): boolean {
  if (role === 'sidecar') return true;
  if (role === 'main' && policy === 'Always') return true;
  return policy !== 'Never' && exitCode !== 0;
}
