import { ownerLabels, runLabel } from '../run-names.ts';
import { runProgram } from '../run-program.ts';
import type { Owner } from './folder-owner.ts';

/** Label that kind puts on the containers of a cluster. */
const clusterLabel = 'io.x-k8s.kind.cluster';

/** A container that a run made, running or not. */
export interface RunContainer {
  readonly id: string;
  readonly name: string;
  readonly running: boolean;
  /** Its image, as it was named. */
  readonly image: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** The kind cluster whose node it is; empty when it is none. */
  readonly cluster: string;
  /** The run's id of a container that is no node; empty when it is one. */
  readonly run: string;
  readonly owner: (Owner & { readonly host: string }) | undefined;
}

/** Nodes of all kind clusters, and every container with the harness's label. */
export async function dockerContainers(signal?: AbortSignal): Promise<RunContainer[]> {
  const { pid, started, host } = ownerLabels;
  const labels = [clusterLabel, runLabel, pid, started, host].map((label) => `{{.Label "${label}"}}`);
  const format = ['{{.ID}}', '{{.Names}}', '{{.State}}', '{{.Image}}', '{{.CreatedAt}}', ...labels].join('\t');
  const listed = await runProgram('docker', ['ps', '--all', '--no-trunc', '--format', format], { signal });
  return listed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [
        id = '',
        name = '',
        state,
        image = '',
        made = '',
        cluster = '',
        run = '',
        pid = '',
        started = '',
        host = '',
      ] = line.split('\t');
      const owner = pid === '' ? undefined : { pid: Number(pid), started: started || undefined, host };
      // `2026-11-28 06:35:23 +0000 UTC`: the zone's name is not for a date.
      const created = Date.parse(made.slice(0, 25));
      return { id, name, running: state === 'running', image, created, cluster, run, owner };
    })
    .filter(({ cluster, run }) => cluster !== '' || run !== '');
}

/** The port of this machine's loopback that Docker maps to one of a container. */
export async function publishedPort(container: string, port: number, signal?: AbortSignal): Promise<number> {
  const listed = await runProgram('docker', ['port', container, `${port}/tcp`], { signal });
  return Number(listed.trim().split('\n')[0]?.split(':').at(-1));
}

/** Removes containers with their volumes; one that is gone, or going, is no failure. */
export async function removeContainers(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await runProgram('docker', ['rm', '--force', '--volumes', ...ids]).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    if (!/no such container|already in progress/i.test(text)) throw error;
  });
}

/** kind's own network, which every cluster of the machine shares; kind itself never removes it. */
export const kindNetwork = 'kind';

/** Whether kind has been used here before. */
export async function hasKindNetwork(signal?: AbortSignal): Promise<boolean> {
  const args = ['network', 'ls', '--quiet', '--filter', `name=^${kindNetwork}$`];
  return (await runProgram('docker', args, { signal })).trim() !== '';
}

/** Ids of the containers, running or not, that are in kind's network. */
export async function kindNetworkUsers(): Promise<string[]> {
  const args = ['ps', '--all', '--no-trunc', '--quiet', '--filter', `network=${kindNetwork}`];
  return (await runProgram('docker', args)).split('\n').filter((id) => id !== '');
}

/** Takes kind's network away when no container is in it. */
export async function removeUnusedKindNetwork(): Promise<void> {
  if ((await kindNetworkUsers()).length > 0) return;
  await runProgram('docker', ['network', 'rm', kindNetwork]).catch(() => undefined);
}
