import { BlockList, isIPv6 } from 'node:net';

/** Whether a block of addresses lies in another and is smaller; both are valid CIDR notation. */
export function strictlyContains(outer: string, inner: string): boolean {
  const [outerAddress = '', outerBits = ''] = outer.split('/');
  const [innerAddress = '', innerBits = ''] = inner.split('/');
  if (Number(outerBits) >= Number(innerBits) || isIPv6(outerAddress) !== isIPv6(innerAddress)) return false;
  const family = isIPv6(outerAddress) ? 'ipv6' : 'ipv4';
  const block = new BlockList();
  block.addSubnet(outerAddress, Number(outerBits), family);
  return block.check(innerAddress, family);
}
