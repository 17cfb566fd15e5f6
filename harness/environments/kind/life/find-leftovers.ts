import { existsSync, readdirSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeImages } from '../images/node-image.ts';
import { clusterName, idOfCluster } from '../run-names.ts';
import { runProgram } from '../run-program.ts';
import {
  dockerContainers,
  hasKindNetwork,
  kindNetwork,
  kindNetworkUsers,
  type RunContainer,
} from './docker-objects.ts';
import { folderOwner, type Owner, ownerFile } from './folder-owner.ts';
import type { Leftover, Spared } from './leftover.ts';
import { hasNetworkNote } from './network-note.ts';
import { processAlive } from './process-alive.ts';
import { reuseFolder } from './reuse-folder.ts';
import { isReuseId, reuseId } from './reuse-id.ts';
import { type LockHolder, reuseHolder, reuseLock } from './reuse-lock.ts';

export interface Leftovers {
  readonly leftovers: readonly Leftover[];
  readonly spared: readonly Spared[];
  /** Why Docker could not be asked; undefined when it could. */
  readonly docker: string | undefined;
}

/** Looks for what runs left whose process is gone, by label and by name. */
export async function findLeftovers({ images }: { readonly images: boolean }): Promise<Leftovers> {
  const folders = runFolders();
  let docker: string | undefined;
  let containers: RunContainer[] = [];
  let networkUsers: string[] | undefined;
  try {
    containers = await dockerContainers();
    if (await hasKindNetwork()) networkUsers = await kindNetworkUsers();
  } catch (error) {
    docker = (error as Error).message.split('\n').at(-1);
  }
  const { leftovers, spared } = judgeRuns({
    containers,
    networkUsers,
    folders,
    host: hostname(),
    now: Date.now(),
    alive: processAlive,
    kept: { id: reuseId(reuseFolder()), holder: reuseHolder(reuseFolder()), lock: reuseLock(reuseFolder()) },
  });
  // What a kept cluster is made of is worth nothing without it, and it may be there.
  if (docker !== undefined)
    return { leftovers: leftovers.filter(({ name }) => name !== reuseFolder()), spared, docker };
  if (!images) return { leftovers, spared, docker };
  const going = new Set(leftovers.flatMap(({ ids }) => ids));
  const inUse = new Set(containers.filter(({ id }) => !going.has(id)).map(({ image }) => image));
  const built = await builtImages();
  return {
    leftovers: [...leftovers, ...built.filter(({ name }) => !inUse.has(name))],
    spared: [
      ...spared,
      ...built
        .filter(({ name }) => inUse.has(name))
        .map(({ name }) => ({ what: `image ${name}`, reason: 'nodes run on it' })),
    ],
    docker,
  };
}

/** A folder of a run in the machine's folder for temporary files. */
export interface RunFolder {
  readonly path: string;
  readonly id: string;
  /** The process that made it; undefined when that cannot be read. */
  readonly owner: Owner | undefined;
  /** Whether kind's network came with that run. */
  readonly madeNetwork: boolean;
}

export interface Found {
  readonly containers: readonly RunContainer[];
  /** Ids of all containers in kind's network; undefined when there is no such network. */
  readonly networkUsers: readonly string[] | undefined;
  readonly folders: readonly RunFolder[];
  readonly host: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly alive: (pid: number, started?: string) => boolean;
  /** This user's kept cluster: who uses it now, and the file that says so. */
  readonly kept: {
    readonly id: string;
    readonly holder: Pick<LockHolder, 'pid' | 'runId'> | undefined;
    readonly lock: string;
  };
}

/** Tells what is left from what lives. */
export function judgeRuns({
  containers,
  networkUsers,
  folders,
  host,
  now,
  alive,
  kept,
}: Found): Pick<Leftovers, 'leftovers' | 'spared'> {
  const leftovers: Leftover[] = [];
  const spared: Spared[] = [];
  let madeNetwork = false;
  const ids = new Set([
    ...containers.map(({ cluster, run }) => run || (idOfCluster(cluster) ?? '')),
    ...folders.map(({ id }) => id),
  ]);
  ids.delete('');
  ids.delete('images');
  for (const id of [...ids].sort()) {
    const own = containers.filter(({ cluster, run }) => run === id || cluster === clusterName(id));
    const ownFolders = folders.filter((folder) => folder.id === id);
    const reason = isReuseId(id) ? keeperReason(id, kept) : ownerReason(own, ownFolders, { host, now, alive });
    if (reason !== undefined) {
      spared.push({ what: isReuseId(id) ? clusterName(id) : `run ${id}`, reason });
      continue;
    }
    const nodes = own.filter(({ cluster }) => cluster !== '');
    if (nodes.length > 0) leftovers.push({ kind: 'cluster', name: clusterName(id), ids: nodes.map((node) => node.id) });
    for (const { id: container, name, cluster } of own) {
      if (cluster === '') leftovers.push({ kind: 'container', name, ids: [container] });
    }
    for (const { path } of ownFolders) leftovers.push({ kind: 'folder', name: path, ids: [path] });
    madeNetwork ||= ownFolders.some((folder) => folder.madeNetwork);
  }
  const gone = new Set(leftovers.flatMap(({ ids: own }) => own));
  if (madeNetwork && networkUsers?.every((id) => gone.has(id)))
    leftovers.push({ kind: 'network', name: kindNetwork, ids: [kindNetwork] });
  return { leftovers, spared };
}

/** Milliseconds in which a run may have nodes and no LocalStack yet, whose label tells whose they are: it may have to be pulled. */
const youth = 1_800_000;

function keeperReason(id: string, kept: Found['kept']): string | undefined {
  if (id !== kept.id) return 'kept for another home folder than this user’s, from where npm run clean removes it';
  const { holder, lock } = kept;
  return holder && `in use by run ${holder.runId} (process ${holder.pid}), says ${lock}`;
}

function ownerReason(
  containers: readonly RunContainer[],
  folders: readonly RunFolder[],
  { host, now, alive }: Pick<Found, 'host' | 'now' | 'alive'>,
): string | undefined {
  const owners = containers.flatMap(({ owner }) => owner ?? []);
  const elsewhere = owners.find((owner) => owner.host !== host);
  if (elsewhere !== undefined)
    return `it belongs to process ${elsewhere.pid} on ${elsewhere.host}, which cannot be seen from here`;
  const untold = folders.find(({ owner }) => owner === undefined);
  if (untold !== undefined) return `${untold.path} does not tell this user whose it is`;
  const told = [
    ...folders.flatMap(({ path, owner }) => (owner === undefined ? [] : { ...owner, by: ownerFile(path) })),
    ...containers.flatMap(({ name, owner }) => (owner === undefined ? [] : { ...owner, by: `a label of ${name}` })),
  ];
  const living = told.find(({ pid, started }) => alive(pid, started));
  if (living !== undefined) return `process ${living.pid} runs, says ${living.by}`;
  const made = Math.max(...containers.map(({ created }) => created));
  return told.length === 0 && now - made < youth
    ? `nobody tells whose it is, and it was made ${Math.round((now - made) / 60_000)} min ago: it is removed half an hour after that`
    : undefined;
}

/** Named by `makeRunDirectory`, which writes the owner into each; and the kept cluster's. */
function runFolders(): RunFolder[] {
  const path = reuseFolder();
  const kept: RunFolder[] = existsSync(path)
    ? [{ path, id: reuseId(path), owner: undefined, madeNetwork: hasNetworkNote(path) }]
    : [];
  const own = readdirSync(tmpdir()).flatMap((name): RunFolder[] => {
    const path = join(tmpdir(), name);
    const id = /^pii-harness-([0-9a-f]{6})-\w+$/.exec(name)?.[1];
    return id === undefined ? [] : [{ path, id, owner: folderOwner(path), madeNetwork: hasNetworkNote(path) }];
  });
  return [...kept, ...own];
}

async function builtImages(): Promise<Leftover[]> {
  const format = '{{.Repository}}:{{.Tag}}';
  const filters = ['pii-harness/*', nodeImages].map((name) => `--filter=reference=${name}`);
  const listed = await runProgram('docker', ['image', 'ls', ...filters, '--format', format]);
  return rows(listed).map(([name = '']) => ({ kind: 'image', name, ids: [name] }));
}

function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}
