/** One end of a TCP connection over IPv4. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/**
 * Inode of the socket that has these ends, from the text of `/proc/net/tcp` or `tcp6` (proc(5)): there an address is the
 * hexadecimal of its 32-bit words in the machine's own order, which is little-endian wherever Node runs on Linux containers.
 */
export function socketInode(table: string, local: Endpoint, remote: Endpoint): string | undefined {
  const [from, to] = [hexadecimal(local), hexadecimal(remote)];
  for (const line of table.split('\n')) {
    if (!line.includes(from) || !line.includes(to)) continue;
    const [, localField = '', remoteField = '', , , , , , , inode] = line.trim().split(/\s+/);
    // An IPv6 socket that speaks IPv4 shows ::ffff:a.b.c.d, which ends alike.
    if (localField.endsWith(from) && remoteField.endsWith(to) && inode !== '0') return inode;
  }
  return undefined;
}

/** TCP_TIME_WAIT: it has ended, and another may have its port. */
const ended = '06';

/** The other end of the socket that has this end, from the same tables: what its owner dialled, wherever that was turned to. */
export function remoteEnd(table: string, local: Endpoint): Endpoint | undefined {
  const from = hexadecimal(local);
  for (const line of table.split('\n')) {
    if (!line.includes(from)) continue;
    const [, localField = '', remoteField = '', state] = line.trim().split(/\s+/);
    if (localField.endsWith(from) && state !== ended) return endpoint(remoteField);
  }
  return undefined;
}

function endpoint(field: string): Endpoint {
  const [address = '', port = ''] = field.split(':');
  const bytes = Buffer.from(address.slice(-8), 'hex').reverse();
  return { address: bytes.join('.'), port: Number.parseInt(port, 16) };
}

function hexadecimal({ address, port }: Endpoint): string {
  const bytes = address.split('.').map(Number).reverse();
  const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, '0');
  return `${bytes.map((byte) => hex(byte, 2)).join('')}:${hex(port, 4)}`;
}

/** A network namespace's own addresses, from the text of its `/proc/PID/net/fib_trie`. */
export function localAddresses(trie: string): string[] {
  return [...new Set([...trie.matchAll(/\|-- ([\d.]+)\n\s+\/32 host LOCAL/g)].map(([, address = '']) => address))];
}

/**
 * UID of the pod whose container a process belongs to, from the text of its `/proc/PID/cgroup`: both cgroup versions, both
 * of kubelet's drivers (systemd's writes `_` for `-`). A static pod's is the hash of its file.
 */
export function podUid(cgroup: string): string | undefined {
  const found = /pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-f])/.exec(cgroup)?.[1];
  return found?.replaceAll('_', '-');
}
