import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';

/**
 * Gives the node an address of its own for pods to dial. The image has no `ip`, but every node has: the relay shares its
 * namespaces, so that its file system is at `/proc/1/root`. Throws with what `ip` said.
 */
export function takeAddress(address: string): void {
  const taken = Object.values(networkInterfaces()).some((list) => list?.some((entry) => entry.address === address));
  if (taken) return;
  execFileSync('chroot', ['/proc/1/root', 'ip', 'address', 'replace', `${address}/32`, 'dev', 'lo'], {
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  });
}
