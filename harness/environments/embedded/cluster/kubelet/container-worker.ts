import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { timestamp } from '../api/objects/kube-object.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { ContainerInstance, type Terminated } from './container-instance.ts';
import { startProbing } from './container-probing.ts';
import { type ContainerReport, createContainerReport } from './container-report.ts';
import { type ContainerRole, mustRestart } from './container-role.ts';
import { type ContainerSetting, containerSetting } from './container-setting.ts';
import { ContainerState } from './container-state.ts';
import { diskFault } from './disk-fault.ts';
import { pullImage } from './image-puller.ts';
import { runHook } from './lifecycle-hook.ts';
import type { Container, ContainerStatus, KubeletContext, Pod, Sandbox } from './pod-context.ts';
import type { PodVolumes } from './pod-volumes.ts';
import { type ProbeTarget, probeTarget } from './probe-target.ts';
import { goDuration, RestartBackOff } from './restart-back-off.ts';
import { retryRound } from './retry-round.ts';
import { startContainer } from './start-container.ts';
import { startFailure } from './start-failure.ts';
import { terminationMessage } from './termination-message.ts';

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

/** A container of a pod over all its restarts: pulls, configures, starts, probes, restarts with back-off, and says how it is. */
export class ContainerWorker extends ContainerState {
  readonly #options: ContainerWorkerOptions;
  readonly #report: ContainerReport;
  readonly #backOff = new RestartBackOff();
  readonly #stop = new AbortController();

  constructor(options: ContainerWorkerOptions) {
    super(options.container, options.role, options.waitingReason);
    this.#options = options;
    const list = options.role === 'main' ? 'containers' : 'initContainers';
    this.#report = createContainerReport({ ...options, list });
  }

  /** Runs until the container has ended for good or was stopped. */
  async run(sandbox: Sandbox): Promise<void> {
    const { kubelet, pod } = this.#options;
    const stopped = this.#stop.signal;
    const pulling = {
      waiting: (reason: string, message: string) => this.#set({ waiting: { reason, message } }),
      event: this.#report.event,
    };
    while (!stopped.aborted) {
      const program = await pullImage(kubelet, this.container, pulling, stopped);
      const setting = program && (await this.#configure({ program, sandbox }));
      if (!setting || stopped.aborted) break;
      const terminated = await this.#runOnce(setting, sandbox);
      const { restartPolicy = 'Always' } = pod().spec ?? {};
      if (stopped.aborted || !mustRestart(this.role, restartPolicy, terminated.exitCode)) {
        this.#set({ terminated });
        return;
      }
      this.lastState = { terminated };
      await this.#waitToRestart(terminated);
    }
    // Stopped between two lives: what it shows is how the last one ended.
    if (this.lastState.terminated) this.#set({ terminated: this.lastState.terminated });
  }

  /** Ends the container: preStop hook, SIGTERM, and SIGKILL when the grace period (seconds) is over. */
  async stop(graceSeconds: number): Promise<void> {
    this.#stop.abort();
    const { instance } = this;
    if (!instance || !this.running || instance.ended.aborted) return;
    this.#report.event('Normal', 'Killing', `Stopping container ${this.container.name}`);
    await this.#end(instance, graceSeconds);
  }

  /** Ends it without hook or event: SIGTERM, then SIGKILL after `milliseconds`. */
  kill(milliseconds: number): void {
    this.#stop.abort();
    this.instance?.kill(milliseconds);
  }

  async #end(instance: ContainerInstance, graceSeconds: number): Promise<void> {
    const { kubelet, pod } = this.#options;
    const grace = kubelet.pace.grace(graceSeconds);
    const target = this.#target(instance, pod().status?.podIP ?? '');
    const { preStop } = target.container.lifecycle ?? {};
    const begin = Date.now();
    if (preStop && grace > 0) {
      const signal = AbortSignal.any([instance.ended, AbortSignal.timeout(grace)]);
      const fault = await runHook(preStop, target, this.#subject(), kubelet.pace, signal);
      // The kubelet keeps to itself what went wrong, for a command may have put a secret into it.
      if (fault && !instance.ended.aborted) this.#report.event('Warning', 'FailedPreStopHook', 'PreStopHook failed');
    }
    instance.kill(grace > 0 ? Math.max(1, grace - (Date.now() - begin)) : 0);
  }

  /** Undefined when stopped before the configuration could be made. */
  async #configure(given: Pick<ContainerSetting, 'program'> & { sandbox: Sandbox }) {
    const { kubelet, pod, volumes } = this.#options;
    const { signal } = this.#stop;
    for (let attempt = 0; !signal.aborted; attempt++) {
      let round = signal;
      try {
        return containerSetting({ ...given, kubelet, pod: pod(), container: this.container, volumes });
      } catch (error) {
        const isConfiguration = error instanceof ContainerConfigError;
        const message = isConfiguration ? error.message : diskFault(error, volumes.folder);
        if (message === undefined) throw error;
        this.#report.event('Warning', 'Failed', `Error: ${message}`);
        const reason = isConfiguration ? error.reason : 'CreateContainerError';
        this.#set({ waiting: { reason, message } });
        // Nobody tells when a disk has space again.
        if (!isConfiguration) round = retryRound(kubelet.pace, attempt, signal);
      }
      await kubelet.configurationChange(pod().metadata?.namespace ?? '', round);
    }
    return undefined;
  }

  async #runOnce(setting: ContainerSetting, sandbox: Sandbox): Promise<Terminated> {
    const { container, role } = this;
    const instance = new ContainerInstance();
    this.begin(instance, setting.program.name);
    this.#report.event('Normal', 'Created', `Created container: ${container.name}`);
    let ended: Promise<Terminated>;
    try {
      const process = startContainer(container, role, setting, instance);
      ended = instance.watch(process, container.resources?.limits?.memory);
    } catch (error) {
      const failure = startFailure(instance, error);
      this.#report.event('Warning', 'Failed', `Error: ${failure.message}`);
      this.#set({ waiting: { reason: 'RunContainerError', message: failure.message } });
      return failure;
    }
    this.#report.event('Normal', 'Started', `Started container ${container.name}`);
    this.#set({ running: { startedAt: timestamp(instance.startedAt) } });
    await this.#afterStart(instance, sandbox);
    const terminated = await ended;
    const message = terminationMessage(container, setting.terminationLog, instance.log, terminated.exitCode);
    return { ...terminated, ...(message && { message }) };
  }

  async #afterStart(instance: ContainerInstance, sandbox: Sandbox): Promise<void> {
    const { kubelet, onChange } = this.#options;
    const target = this.#target(instance, sandbox.ip);
    const { postStart } = target.container.lifecycle ?? {};
    const fault = postStart && (await runHook(postStart, target, this.#subject(), kubelet.pace, instance.ended));
    if (instance.ended.aborted) return;
    if (fault) {
      this.#report.event('Warning', 'FailedPostStartHook', 'PostStartHook failed');
      this.#report.event('Normal', 'Killing', 'FailedPostStartHook');
      this.#set({ waiting: { reason: 'PostStartHookError', message: fault } });
      await this.#end(instance, this.#grace());
      return;
    }
    if (this.role === 'init') return;
    const { realTime } = kubelet.pace;
    instance.probes = startProbing({
      instance,
      target,
      report: this.#report,
      realTime,
      onChange,
      onKill: (kind) => {
        void this.#end(instance, this.container[`${kind}Probe`]?.terminationGracePeriodSeconds ?? this.#grace());
      },
    });
    onChange();
  }

  async #waitToRestart(terminated: Terminated): Promise<void> {
    const { kubelet } = this.#options;
    const nominal = this.#backOff.next(Date.now() - (this.instance?.startedAt ?? 0));
    if (this.#stop.signal.aborted) return;
    if (this.state.waiting === undefined) this.#set({ terminated });
    if (nominal === 0) return;
    const { name } = this.container;
    const pod = this.#report.podName();
    this.#report.event('Warning', 'BackOff', `Back-off restarting failed container ${name} in pod ${pod}`);
    const message = `back-off ${goDuration(nominal)} restarting failed container=${name} pod=${pod}`;
    this.#set({ waiting: { reason: 'CrashLoopBackOff', message } });
    // The pod's status is written in a turn of its own: on a busy machine a compressed wait is over before it, and nobody hears of it.
    await turn();
    const { signal } = this.#stop;
    await delay(kubelet.pace.backOff(nominal), undefined, { signal }).catch(() => undefined);
  }

  #target(instance: ContainerInstance, ip: string): ProbeTarget {
    const { network } = this.#options.kubelet;
    return probeTarget({ container: this.container, instance, ip, network });
  }

  #set(state: NonNullable<ContainerStatus['state']>): void {
    this.state = state;
    this.#options.onChange();
  }

  #grace(): number {
    return this.#options.pod().spec?.terminationGracePeriodSeconds ?? 30;
  }

  #subject(): string {
    return `Container "${this.container.name}" in Pod "${this.#report.podName()}"`;
  }
}
