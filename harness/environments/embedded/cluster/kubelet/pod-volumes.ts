import { cpSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KindMap } from '../api/cluster-api.ts';
import type { ContainerMount } from '../process/container-process.ts';
import { claimedPath } from './claimed-path.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { diskFault } from './disk-fault.ts';
import { expandVariables } from './expand-variables.ts';
import { hostPath } from './host-path.ts';
import type { NodeFileSystem } from './node-file-system.ts';
import { resolveWithin } from './resolve-within.ts';
import type { NodeSight } from './sees-node.ts';
import { ServiceAccountTokens } from './service-account-tokens.ts';
import { VolumeError } from './volume-error.ts';
import { type VolumeContext, type VolumeFile, volumeFiles } from './volume-files.ts';

type Pod = KindMap['Pod'];
type Container = NonNullable<Pod['spec']>['containers'][number];

/** The root of the first process that a container sees. */
const firstRoot = '/proc/1/root';

/** Where a privileged container finds the node's files, as it would find them by mounting the node's disk. */
const diskRoot = '/dev/node-root';

/** The volumes of one pod, below a folder of its own. */
export class PodVolumes {
  readonly folder: string;
  readonly node: NodeFileSystem;
  readonly #paths = new Map<string, string>();
  readonly #tokens = new ServiceAccountTokens();
  readonly #written = new Map<string, Map<string, VolumeFile>>();

  /** `folder` is best short: the path of a Unix socket in a volume has about 100 bytes. */
  constructor(folder: string, node: NodeFileSystem) {
    this.folder = folder;
    this.node = node;
  }

  /** Makes every volume, or brings its files up to date. Throws `VolumeError` with the kubelet's message of the first that fails. */
  setUp(given: Omit<VolumeContext, 'tokens'>): void {
    const context = { ...given, tokens: this.#tokens };
    for (const volume of context.pod.spec?.volumes ?? []) {
      try {
        this.#paths.set(volume.name, this.#setUpVolume(volume, context));
      } catch (error) {
        const fault = error instanceof VolumeError ? error.message : diskFault(error, this.folder);
        if (fault === undefined) throw error;
        throw new VolumeError(`MountVolume.SetUp failed for volume "${volume.name}" : ${fault}`);
      }
    }
  }

  #setUpVolume(volume: NonNullable<NonNullable<Pod['spec']>['volumes']>[number], context: VolumeContext): string {
    if (volume.hostPath) return hostPath(this.node, volume.hostPath.path, volume.hostPath.type ?? '');
    if (volume.persistentVolumeClaim) return claimedPath(this.node, volume.persistentVolumeClaim.claimName, context);
    if (volume.ephemeral) return claimedPath(this.node, `${context.pod.metadata?.name}-${volume.name}`, context);
    const path = join(this.folder, volume.name);
    const files = volumeFiles(volume, context);
    if (!files && !volume.emptyDir) {
      throw new VolumeError(
        'the embedded environment has emptyDir, configMap, secret, projected, downwardAPI, hostPath, persistentVolumeClaim and ephemeral volumes only',
      );
    }
    mkdirSync(path, { recursive: true });
    if (files) this.#write(path, files);
    return path;
  }

  #write(path: string, files: Map<string, VolumeFile>): void {
    const before = this.#written.get(path) ?? new Map<string, VolumeFile>();
    for (const [name, { content, mode }] of files) {
      if (before.get(name)?.content.equals(content)) continue;
      const target = join(path, name);
      mkdirSync(dirname(target), { recursive: true });
      // Renamed into place, so that a reader never meets half a file.
      writeFileSync(`${target}.new`, content, { mode });
      renameSync(`${target}.new`, target);
    }
    for (const name of before.keys()) if (!files.has(name)) rmSync(join(path, name), { force: true });
    this.#written.set(path, files);
  }

  /** `sight`: what the container reaches of the node. Throws `ContainerConfigError` for a subPath that leaves its volume. */
  mounts(container: Container, environment: Readonly<Record<string, string>>, sight: NodeSight): ContainerMount[] {
    const mounts = (container.volumeMounts ?? []).map((mount, index) => {
      const volume = this.#paths.get(mount.name) ?? join(this.folder, mount.name);
      const below = subPath(mount, environment);
      const source = below === '' ? volume : resolveWithin(volume, below);
      if (source === undefined) {
        const message = `failed to prepare subPath for volumeMount "${mount.name}" of container "${container.name}"`;
        throw new ContainerConfigError(message);
      }
      // The kubelet makes a directory where the volume has nothing of that name, also for a mistyped key.
      if (!statSync(source, { throwIfNoEntry: false })) mkdirSync(source, { recursive: true });
      const isWritten = this.#written.has(volume);
      const readOnly = isWritten || (mount.readOnly ?? false);
      if (!isWritten || below === '') return { path: mount.mountPath, source, readOnly };
      // What a subPath leads to stays as it was when the container started.
      const copy = join(this.containerFolder(container.name), `sub-path-${index}`);
      rmSync(copy, { recursive: true, force: true });
      cpSync(source, copy, { recursive: true });
      return { path: mount.mountPath, source: copy, readOnly };
    });
    // Else a harness that root runs would show the pod the real machine.
    const root = sight.processes
      ? { path: firstRoot, source: this.node.root, readOnly: false }
      : { path: firstRoot, source: firstRoot, readOnly: true, hidden: true };
    const disk = sight.files ? [{ path: diskRoot, source: this.node.root, readOnly: false }] : [];
    return [...mounts, root, ...disk];
  }

  /** Real folder of one container's own, made when it is first asked for. */
  containerFolder(name: string): string {
    const folder = join(this.folder, '.containers', name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

type Mount = NonNullable<Container['volumeMounts']>[number];

/** Empty: the whole volume. */
function subPath({ subPath, subPathExpr }: Mount, environment: Readonly<Record<string, string>>): string {
  const missing = [...(subPathExpr ?? '').matchAll(/(?<!\$)\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/g)]
    .map(([, name = '']) => name)
    .filter((name) => !Object.hasOwn(environment, name));
  if (missing.length) throw new ContainerConfigError(`missing value for ${missing.join(', ')}`);
  const below = subPathExpr ? expandVariables(subPathExpr, environment) : (subPath ?? '');
  if (below.split('/').includes('..')) {
    throw new ContainerConfigError(`unable to provision SubPath \`${below}\`: must not contain '..'`);
  }
  return below;
}
