import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { expect, test } from 'vitest';
import { applyToReady } from '../../testing/apply-to-ready.ts';
import { fixtureObjects } from '../../testing/fixture-objects.ts';
import { processTree } from '../../testing/process-tree.ts';
import { runEnvironment } from '../../testing/run-environment.ts';

/** Local addresses, in the kernel's hexadecimal, on which a process and its descendants listen. */
function listeningAddresses(root: number): string[] {
  const sockets = new Set(processTree(root).flatMap(socketsOf));
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.has(`socket:[${inode}]`))
      .map(([, local = '']) => local.split(':')[0] ?? ''),
  );
}

function socketsOf(pid: number): string[] {
  return present(() => readdirSync(`/proc/${pid}/fd`), []).map((fd) =>
    present(() => readlinkSync(`/proc/${pid}/fd/${fd}`), ''),
  );
}

/** What goes while it is looked at is not there. */
function present<T>(look: () => T, absent: T): T {
  try {
    return look();
  } catch {
    return absent;
  }
}

test.skipIf(!existsSync('/proc/net/tcp'))(
  'API server, store, Edge and every pod listen on the loopback address only',
  async () => {
    await using environment = await runEnvironment();
    const { access, pid } = environment;
    await applyToReady(readFileSync(access.kubeconfig, 'utf8'), 'qpoint', await fixtureObjects(access), 2);
    const addresses = listeningAddresses(pid);
    expect(addresses.length).toBeGreaterThanOrEqual(5);
    expect(new Set(addresses)).toEqual(new Set(['0100007F']));
  },
);
