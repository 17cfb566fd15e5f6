import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { resolveWithin } from './resolve-within.ts';

export type NodeEntry = 'directory' | 'file' | 'socket' | 'character device' | 'block device';

/** What a node has before any pod makes more of it: path → what is there. */
export type NodeEntries = Readonly<Record<string, NodeEntry>>;

/** What an ordinary Linux node with containerd has that manifests refer to. */
export const typicalNodeEntries: NodeEntries = {
  '/dev': 'directory',
  '/etc': 'directory',
  '/etc/hostname': 'file',
  '/etc/kubernetes': 'directory',
  '/etc/machine-id': 'file',
  '/etc/os-release': 'file',
  '/home': 'directory',
  '/lib/modules': 'directory',
  '/opt': 'directory',
  '/proc': 'directory',
  '/root': 'directory',
  '/run': 'directory',
  '/run/containerd': 'directory',
  '/run/containerd/containerd.sock': 'socket',
  '/sys': 'directory',
  '/sys/fs/bpf': 'directory',
  '/sys/fs/cgroup': 'directory',
  '/sys/kernel/debug': 'directory',
  '/sys/kernel/tracing': 'directory',
  '/tmp': 'directory',
  '/usr/src': 'directory',
  '/var/lib/kubelet': 'directory',
  '/var/log': 'directory',
  '/var/log/containers': 'directory',
  '/var/log/pods': 'directory',
};

/**
 * A node's file system: a real folder, in which sockets and devices of the node are modelled by plain files, for an
 * ordinary user can make no devices and a socket needs a process. `/var/run` is `/run`.
 */
export class NodeFileSystem {
  readonly root: string;
  readonly #modelled = new Map<string, NodeEntry>();

  constructor(root: string, entries: NodeEntries) {
    this.root = root;
    mkdirSync(root, { recursive: true });
    for (const [path, entry] of Object.entries(entries)) {
      if (entry === 'directory') mkdirSync(this.realPath(path), { recursive: true });
      else this.createFile(path, entry);
    }
  }

  /** Where `path` of the node really lies. Never outside the node's folder, wherever its links point. */
  realPath(path: string): string {
    return resolveWithin(this.root, canonical(path)) ?? join(this.root, canonical(path));
  }

  kind(path: string): NodeEntry | undefined {
    const stat = statSync(this.realPath(path), { throwIfNoEntry: false });
    if (!stat) return undefined;
    if (stat.isSocket()) return 'socket';
    return this.#modelled.get(canonical(path)) ?? (stat.isDirectory() ? 'directory' : 'file');
  }

  createDirectory(path: string): void {
    mkdirSync(this.realPath(path), { recursive: true });
  }

  createFile(path: string, entry: Exclude<NodeEntry, 'directory'> = 'file'): void {
    mkdirSync(dirname(this.realPath(path)), { recursive: true });
    writeFileSync(this.realPath(path), '');
    if (entry !== 'file') this.#modelled.set(canonical(path), entry);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function canonical(path: string): string {
  const absolute = posix.join('/', path);
  const normal = absolute.length > 1 && absolute.endsWith('/') ? absolute.slice(0, -1) : absolute;
  return normal.replace(/^\/var\/run(?=\/|$)/, '/run');
}
