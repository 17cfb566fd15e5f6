import { BlockList, isIP } from 'node:net';
import type { Direction } from '../plugins/captured-exchange.ts';

export type AddressKind = 'loopback' | 'private' | 'public';

const loopback = blockList(['127.0.0.0', 8], ['::1', 128]);
const internal = blockList(
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['100.64.0.0', 10],
  ['fc00::', 7],
  ['fe80::', 10],
);
/** A node speaks to few addresses, and each exchange asks. */
const known = new Map<string, AddressKind>();

export function addressKind(address: string): AddressKind {
  const kind = known.get(address) ?? classify(address);
  known.set(address, kind);
  return kind;
}

/** Direction of a connection that the node's process opened: private addresses count as internal (qplane.md section 3). */
export function directionOf(remoteAddress: string): Direction {
  return addressKind(remoteAddress) === 'public' ? 'egress-external' : 'egress-internal';
}

function classify(address: string): AddressKind {
  const family = isIP(address);
  if (family === 0) return 'public';
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (loopback.check(address, type)) return 'loopback';
  return internal.check(address, type) ? 'private' : 'public';
}

function blockList(...subnets: readonly (readonly [network: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}
