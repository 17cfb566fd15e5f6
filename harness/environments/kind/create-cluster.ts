import { setTimeout as delay } from 'node:timers/promises';
import { EnvironmentError } from '../../errors/environment-error.ts';
import { projectPath } from '../../project-paths.ts';
import { controlPlane, execInNode, nodeKubectl } from './kind-cluster.ts';
import { ProgramError, runProgram } from './run-program.ts';

export interface CreateClusterOptions {
  readonly name: string;
  readonly kubeconfigFile: string;
  readonly nodeImage: string;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** Told of the process that creates the cluster, and that it ended in order. */
  readonly onStart: (pid: number) => void;
  readonly onEnd: (pid: number) => void;
}

const glance = 250;

/** Creates the cluster of `kind/cluster.yaml`. It need not be ready. Throws `EnvironmentError` with what kind said. */
export async function createCluster(options: CreateClusterOptions): Promise<void> {
  const { name, kubeconfigFile, nodeImage, signal, progress } = options;
  const config = projectPath('kind/cluster.yaml');
  const args = ['create', 'cluster', '--name', name, '--image', nodeImage, '--config', config];
  let pid: number | undefined;
  try {
    await runProgram('kind', [...args, '--kubeconfig', kubeconfigFile], {
      signal,
      onStart: (started) => {
        pid = started;
        options.onStart(started);
      },
      onLine: (line) => {
        const doing = stepOf(line);
        if (doing !== undefined) progress(doing);
      },
    });
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    throw new EnvironmentError(
      `kind could not create the cluster ${name}: ${error.message}\nnpm run doctor says what this machine lacks.`,
      { cause: error },
    );
  }
  if (pid !== undefined) options.onEnd(pid);
}

/** What kind begins to do, from a line of its output ` • Preparing nodes 📦 📦  ...`; undefined for another line. */
export function stepOf(line: string): string | undefined {
  return /^\s*•\s+([\x20-\x7e]*[\x21-\x7e])/.exec(line)?.[1]?.replace(/\s*\.{3}$/, '');
}

/** Resolves with a cluster's nodes as soon as they take images, long before Kubernetes runs in them. */
export async function nodesThatTakeImages(name: string, wanted: number, signal: AbortSignal): Promise<string[]> {
  for (;;) {
    const nodes = await nodeNames(name, signal);
    const answers = await Promise.all(nodes.map((node) => takesImages(node, signal)));
    if (nodes.length >= wanted && answers.every(Boolean)) return nodes;
    await delay(glance, undefined, { signal });
  }
}

/** Names of the containers that are nodes of a cluster, running ones only. */
export async function nodeNames(name: string, signal?: AbortSignal): Promise<string[]> {
  const args = ['ps', '--filter', `label=io.x-k8s.kind.cluster=${name}`, '--format', '{{.Names}}'];
  const names = await runProgram('docker', args, { signal });
  return names.split('\n').filter((line) => line !== '');
}

async function takesImages(node: string, signal: AbortSignal): Promise<boolean> {
  try {
    await execInNode(node, ['ctr', 'version'], { signal });
    return true;
  } catch (error) {
    if (error instanceof ProgramError) return false;
    throw error;
  }
}

const readySeconds = 90;

/** Waits until every node is ready and names resolve. Throws `EnvironmentError` with what is not. */
export async function awaitCluster(name: string, signal: AbortSignal): Promise<void> {
  const timeout = `--timeout=${readySeconds}s`;
  const kubectl = (...args: string[]) => execInNode(controlPlane(name), [...nodeKubectl, ...args], { signal });
  try {
    await kubectl('wait', '--for=condition=Ready', 'nodes', '--all', timeout);
    await kubectl('--namespace=kube-system', 'rollout', 'status', 'deployment/coredns', timeout);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    const reason = (await knownReason(name)) ?? error.message;
    throw new EnvironmentError(`The cluster ${name} is not ready after ${readySeconds} s: ${reason}`, { cause: error });
  }
}

const tooManyFiles = 'too many open files';

/** What nodes say when the machine's limits are too low for one more cluster, with the remedy; undefined for another reason. */
async function knownReason(name: string): Promise<string | undefined> {
  const nodes = await nodeNames(name).catch(() => []);
  const search = ['sh', '-c', `journalctl --unit=kubelet --lines=200 | grep -m1 '${tooManyFiles}'`];
  const found = await Promise.all(nodes.map((node) => execInNode(node, search).catch(() => '')));
  if (!found.some((line) => line.includes(tooManyFiles))) return undefined;
  return `its kubelet has ${tooManyFiles}. Remove clusters that are not used, or raise the limit: sudo sysctl fs.inotify.max_user_instances=1024`;
}
