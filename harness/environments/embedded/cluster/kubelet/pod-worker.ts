import { setTimeout as delay } from 'node:timers/promises';
import { timestamp } from '../api/objects/kube-object.ts';
import type { PodAttachment } from '../network/cluster-network.ts';
import type { NodeFileSystem } from './node-file-system.ts';
import { gracePeriod, PodContainers } from './pod-containers.ts';
import type { KubeletContext, Pod, Sandbox } from './pod-context.ts';
import { podStatus } from './pod-status.ts';
import { PodVolumes } from './pod-volumes.ts';
import { warnOfPullSecrets } from './pull-secrets.ts';
import { retryRound } from './retry-round.ts';
import { VolumeError } from './volume-error.ts';

/** How long a process may take to end when the whole cluster ends. */
const disposalGrace = 300;

/** One pod on its node, from volumes to the last container's end. Writes the pod's status whenever it changes. */
export class PodWorker {
  readonly containers: PodContainers;
  readonly #kubelet: KubeletContext;
  readonly #volumes: PodVolumes;
  readonly #startTime = timestamp();
  readonly #stop = new AbortController();
  readonly #finished: Promise<void>;
  #pod: Pod;
  #attachment: PodAttachment | undefined;
  #failure: { reason: string; message: string } | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #publication: NodeJS.Immediate | undefined;
  #ended = false;
  #silent = false;

  /** Starts at once. `folder` is the real folder for the pod's volumes. */
  constructor(kubelet: KubeletContext, pod: Pod, folder: string, node: NodeFileSystem) {
    this.#kubelet = kubelet;
    this.#pod = pod;
    this.#volumes = new PodVolumes(folder, node);
    this.containers = new PodContainers({
      kubelet,
      pod: () => this.#pod,
      volumes: this.#volumes,
      signal: this.#stop.signal,
      onChange: () => this.#publish(),
    });
    this.#finished = this.#run().catch(kubelet.onError);
  }

  get pod(): Pod {
    return this.#pod;
  }

  /** Takes note of a change of the pod's object. */
  update(pod: Pod): void {
    this.#pod = pod;
  }

  /** Ends all containers within the grace period, then deletes the pod's object for good. A later call may shorten the period. */
  async terminate(graceSeconds: number): Promise<void> {
    this.#stop.abort();
    await this.containers.stop(graceSeconds);
    await this.#finished;
    if (this.#silent) return;
    this.#publishNow();
    await this.#release();
    const { namespace = '', name = '', uid } = this.#pod.metadata ?? {};
    const current = this.#kubelet.api.get('Pod', { namespace, name });
    if (current?.metadata?.uid === uid) this.#kubelet.api.delete('Pod', { namespace, name }, { gracePeriodSeconds: 0 });
  }

  /** Ends everything at once, without a word to the API. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#silent = true;
    this.#stop.abort();
    this.containers.kill(disposalGrace);
    await this.#finished;
    if (this.#publication) clearImmediate(this.#publication);
    await this.#release();
  }

  async #run(): Promise<void> {
    this.#publish();
    warnOfPullSecrets(this.#kubelet, this.#pod);
    try {
      if (await this.#setUpVolumes()) await this.containers.run(await this.#attach());
      this.#ended = true;
      this.#publish();
    } catch (error) {
      // The pod waits as it is: one that failed would be made anew, to fail again.
      const message = `error syncing pod ${this.#pod.metadata?.uid}, skipping: ${String(error)}`;
      this.#kubelet.events.record('Pod', this.#pod, 'Warning', 'FailedSync', message);
      throw error;
    } finally {
      clearTimeout(this.#deadline);
    }
  }

  /** False when the pod was stopped before its volumes could be set up. */
  async #setUpVolumes(): Promise<boolean> {
    const { api, events, node, pace, configurationChange } = this.#kubelet;
    const { signal } = this.#stop;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        this.#volumes.setUp({ api, pod: this.#pod, podIP: '', node });
        return true;
      } catch (error) {
        if (!(error instanceof VolumeError)) throw error;
        events.record('Pod', this.#pod, 'Warning', 'FailedMount', error.message);
      }
      await configurationChange(this.#pod.metadata?.namespace ?? '', retryRound(pace, attempt, signal));
    }
    return false;
  }

  async #attach(): Promise<Sandbox> {
    const { network, node } = this.#kubelet;
    const { uid = '', namespace = '', name = '' } = this.#pod.metadata ?? {};
    const { hostNetwork = false, hostAliases = [], hostname, activeDeadlineSeconds, dnsPolicy } = this.#pod.spec ?? {};
    // ClusterFirst means the node's resolver on the node's network. Source: the kubelet's `getPodDNSType`.
    const usesNodeResolver = dnsPolicy === 'Default' || (hostNetwork && dnsPolicy === 'ClusterFirst');
    const aliases = hostAliases.flatMap(({ ip, hostnames = [] }) => hostnames.map((host) => [host, ip] as const));
    const options = { hostNetwork, hostname, hostAliases: Object.fromEntries(aliases), usesNodeResolver };
    const attachment = await network.attach({ uid, namespace, name, node: node.name }, options);
    this.#attachment = attachment;
    if (activeDeadlineSeconds) this.#deadline = setTimeout(() => this.#exceedDeadline(), activeDeadlineSeconds * 1000);
    this.#publish();
    return attachment;
  }

  /** Brings the files of Secrets, ConfigMaps and labels in running containers up to date. */
  refreshVolumes(): void {
    if (!this.#attachment || this.#ended) return;
    const { api, node } = this.#kubelet;
    try {
      this.#volumes.setUp({ api, pod: this.#pod, podIP: this.#attachment.ip, node });
    } catch (error) {
      // What is mounted stays as it is when its source goes away.
      if (!(error instanceof VolumeError)) throw error;
    }
  }

  #exceedDeadline(): void {
    const message = 'Pod was active on the node longer than the specified deadline';
    this.#failure = { reason: 'DeadlineExceeded', message };
    this.#kubelet.events.record('Pod', this.#pod, 'Normal', 'DeadlineExceeded', message);
    this.#stop.abort();
    void this.containers.stop(gracePeriod(this.#pod));
  }

  #publish(): void {
    this.#publication ??= setImmediate(() => this.#publishNow());
  }

  #publishNow(): void {
    if (this.#publication) clearImmediate(this.#publication);
    this.#publication = undefined;
    if (this.#silent) return;
    const { api, node } = this.#kubelet;
    const { namespace = '', name = '', uid } = this.#pod.metadata ?? {};
    const current = api.get('Pod', { namespace, name });
    if (!current || current.metadata?.uid !== uid) return;
    const status = podStatus({
      pod: current,
      init: this.containers.init,
      main: this.containers.main,
      ip: this.#attachment?.ip,
      hostIP: node.ip,
      startTime: this.#startTime,
      ended: this.#ended,
      failure: this.#failure,
    });
    this.#pod = api.updateStatus('Pod', { ...current, status });
  }

  async #release(): Promise<void> {
    await this.#attachment?.[Symbol.asyncDispose]();
    // The last writes of a killed process may still be on their way.
    await delay(0);
    this.#volumes.remove();
  }
}
