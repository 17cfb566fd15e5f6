import fs from 'node:fs';
import { resolve } from 'node:path';

/** A folder, file or socket of the machine that a container sees at `path`. */
export interface Mount {
  /** Absolute path in the container. */
  readonly path: string;
  /** Absolute real path. */
  readonly source: string;
  readonly readOnly: boolean;
  /** Nothing at or below `path` can be used: EACCES, whoever the user is. `source` is then `path`. */
  readonly hidden?: boolean;
}

/** Variable that holds the mounts of a container as JSON. */
export const mountsVariable = 'POD_MOUNTS';

const { unlinkSync } = fs;

/** Paths of a container against real ones. The longest mount that holds a path decides. */
export class MountTable {
  readonly #inward: readonly Mount[];
  readonly #outward: readonly Mount[];

  constructor(mounts: readonly Mount[]) {
    // A source stands for itself, so that a real path which comes back (from Node's own file functions) is not moved twice.
    const plain = mounts.map((mount) => ({ ...mount, path: open(mount.path), source: open(mount.source) }));
    const identities = plain
      .filter(({ hidden }) => !hidden)
      .map(({ source, readOnly }) => ({ path: source, source, readOnly }));
    this.#inward = [...plain, ...identities].sort((a, b) => b.path.length - a.path.length);
    this.#outward = plain
      .filter(({ path, source }) => path !== source)
      .sort((a, b) => b.source.length - a.source.length);
  }

  get empty(): boolean {
    return this.#inward.length === 0;
  }

  /** Where an absolute path lies in truth; undefined when no mount holds it. */
  resolve(path: string): Mount | undefined {
    const plain = path.includes('/.') || path.includes('//') ? resolve(path) : path;
    const mount = this.#inward.find((candidate) => holds(candidate.path, plain));
    return mount && { ...mount, path: mount.source + plain.slice(mount.path.length) || '/' };
  }

  /** The container's name of a real path. */
  virtual(real: string): string {
    const mount = this.#outward.find((candidate) => holds(candidate.source, real));
    return mount === undefined ? real : mount.path + real.slice(mount.source.length) || '/';
  }

  /** Removes a file of the container if it is there. */
  unlink(path: string): void {
    try {
      unlinkSync(this.resolve(path)?.path ?? path);
    } catch {
      // Somebody else removed it first.
    }
  }
}

function holds(prefix: string, path: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/');
}

/** Without a slash at its end, so that the root is as good a prefix as any other folder. */
function open(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
