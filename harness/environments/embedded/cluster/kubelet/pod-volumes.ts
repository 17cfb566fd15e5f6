import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { KindMap } from '../api/cluster-api.ts';
import type { ContainerMount } from '../process/container-process.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { expandVariables } from './expand-variables.ts';
import { hostPath } from './host-path.ts';
import type { NodeFileSystem } from './node-file-system.ts';
import { VolumeError } from './volume-error.ts';
import { type VolumeContext, type VolumeFile, volumeFiles } from './volume-files.ts';

type Pod = KindMap['Pod'];
type Container = NonNullable<Pod['spec']>['containers'][number];

/** The first process's root: for a privileged container the node's. */
const firstRoot = '/proc/1/root';

/** The volumes of one pod, below a folder of its own. */
export class PodVolumes {
  readonly #folder: string;
  readonly #node: NodeFileSystem;
  readonly #paths = new Map<string, string>();
  readonly #written = new Map<string, Map<string, VolumeFile>>();

  /** `folder` is best short: the path of a Unix socket in a volume has about 100 bytes. */
  constructor(folder: string, node: NodeFileSystem) {
    this.#folder = folder;
    this.#node = node;
  }

  /** Makes every volume, or brings its files up to date. Throws `VolumeError` with the kubelet's message of the first that fails. */
  setUp(context: VolumeContext): void {
    for (const volume of context.pod.spec?.volumes ?? []) {
      try {
        this.#paths.set(volume.name, this.#setUpVolume(volume, context));
      } catch (error) {
        if (!(error instanceof VolumeError)) throw error;
        throw new VolumeError(`MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`);
      }
    }
  }

  #setUpVolume(volume: NonNullable<NonNullable<Pod['spec']>['volumes']>[number], context: VolumeContext): string {
    if (volume.hostPath) return hostPath(this.#node, volume.hostPath.path, volume.hostPath.type ?? '');
    const path = join(this.#folder, volume.name);
    const files = volumeFiles(volume, context);
    if (!files && !volume.emptyDir) {
      throw new VolumeError(
        'the embedded environment has emptyDir, configMap, secret, projected, downwardAPI and hostPath volumes only',
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

  /** Throws `ContainerConfigError` for a subPath that leaves its volume. */
  mounts(container: Container, environment: Readonly<Record<string, string>>): ContainerMount[] {
    const mounts = (container.volumeMounts ?? []).map(({ name, mountPath, subPath, subPathExpr, readOnly = false }) => {
      const below = subPathExpr ? expandVariables(subPathExpr, environment) : (subPath ?? '');
      if (below.split('/').includes('..')) {
        throw new ContainerConfigError(`unable to provision SubPath \`${below}\`: must not contain '..'`);
      }
      const source = join(this.#paths.get(name) ?? join(this.#folder, name), below);
      // The kubelet makes a directory where the volume has nothing of that name, also for a mistyped key.
      if (!statSync(source, { throwIfNoEntry: false })) mkdirSync(source, { recursive: true });
      return { path: mountPath, source, readOnly };
    });
    const privileged = container.securityContext?.privileged ?? false;
    // Else a harness that root runs would show the pod the real machine.
    const root = privileged
      ? { path: firstRoot, source: this.#node.root, readOnly: false }
      : { path: firstRoot, source: firstRoot, readOnly: true, hidden: true };
    return [...mounts, root];
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
