import type { NodeFileSystem } from './node-file-system.ts';
import { VolumeError } from './volume-error.ts';

const expected = {
  Directory: ['directory', 'a directory'],
  File: ['file', 'a file'],
  Socket: ['socket', 'a socket file'],
  CharDevice: ['character device', 'a character device'],
  BlockDevice: ['block device', 'a block device'],
} as const;

/**
 * Real path of a `hostPath`, after the check of its type. Throws `VolumeError` in the kubelet's words
 * (`pkg/volume/hostpath`). Without a type the container runtime makes a missing directory.
 */
export function hostPath(node: NodeFileSystem, path: string, type: string): string {
  if (!node.kind(path)) {
    if (type === '' || type === 'DirectoryOrCreate') node.createDirectory(path);
    if (type === 'FileOrCreate') node.createFile(path);
  }
  const plainType = type.replace('OrCreate', '');
  const expectation = Object.entries(expected).find(([name]) => name === plainType)?.[1];
  if (expectation && node.kind(path) !== expectation[0]) {
    throw new VolumeError(`hostPath type check failed: ${path} is not ${expectation[1]}`);
  }
  return node.realPath(path);
}
