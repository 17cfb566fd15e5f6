import { constants } from 'node:fs';

const { O_CREAT, O_RDWR, O_WRONLY, W_OK } = constants;

/** How a function of node:fs uses its paths. */
export interface FileOperation {
  /** Positions of the arguments that are paths. */
  readonly paths: readonly number[];
  /** Of these, the positions at which the file system is changed. */
  readonly writes: readonly number[];
  /** An argument decides instead: flags of `open`, mode of `access`, and which of its bits mean writing. */
  readonly mode?: { readonly position: number; readonly writing: number };
}

const read: FileOperation = { paths: [0], writes: [] };
const write: FileOperation = { paths: [0], writes: [0] };

/** Every function of node:fs that takes a path, by its name without `Sync`. Streams open through `fs.open`. */
export const fileOperations: Readonly<Record<string, FileOperation>> = {
  ...operations(read, 'exists lstat openAsBlob opendir readFile readdir readlink realpath stat statfs'),
  ...operations(read, 'unwatchFile watch watchFile'),
  ...operations(write, 'appendFile chmod chown lchmod lchown lutimes mkdir mkdtemp mkdtempDisposable'),
  ...operations(write, 'rm rmdir truncate unlink utimes writeFile'),
  ...operations({ paths: [0], writes: [], mode: { position: 1, writing: W_OK } }, 'access'),
  ...operations({ paths: [0], writes: [], mode: { position: 1, writing: O_WRONLY | O_RDWR | O_CREAT } }, 'open'),
  ...operations({ paths: [0, 1], writes: [1] }, 'copyFile cp link symlink'),
  ...operations({ paths: [0, 1], writes: [0, 1] }, 'rename'),
};

function operations(operation: FileOperation, names: string): Record<string, FileOperation> {
  return Object.fromEntries(names.split(' ').map((name) => [name, operation]));
}
