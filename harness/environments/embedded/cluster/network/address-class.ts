import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * `self`: the pod itself (loopback and unspecified addresses). `private`: ranges that never leave a site (RFC 1918, 6598,
 * 3927). `public`: what a gateway would forward. `unroutable`: multicast, reserved, and all of IPv6, which this network lacks.
 */
export type AddressClass = 'self' | 'private' | 'public' | 'unroutable';

const self = new BlockList();
self.addSubnet('127.0.0.0', 8);
self.addAddress('0.0.0.0');
self.addAddress('::', 'ipv6');
self.addAddress('::1', 'ipv6');

const closed = new BlockList();
closed.addSubnet('10.0.0.0', 8);
closed.addSubnet('100.64.0.0', 10);
closed.addSubnet('169.254.0.0', 16);
closed.addSubnet('172.16.0.0', 12);
closed.addSubnet('192.168.0.0', 16);

const unroutable = new BlockList();
unroutable.addSubnet('0.0.0.0', 8);
unroutable.addSubnet('224.0.0.0', 3);

/** Takes an IP literal without brackets or zone. */
export function addressClass(ip: string): AddressClass {
  if (self.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4')) return 'self';
  if (!isIPv4(ip)) return 'unroutable';
  if (closed.check(ip)) return 'private';
  return unroutable.check(ip) ? 'unroutable' : 'public';
}

/** The IPv4 address inside an IPv4-mapped IPv6 address (`::ffff:10.244.0.2`, RFC 4291 section 2.5.5.2); else `ip` as it is. */
export function unmapped(ip: string): string {
  const inner = ip.slice(7);
  return ip.toLowerCase().startsWith('::ffff:') && isIPv4(inner) ? inner : ip;
}
