import { isIPv6, SocketAddress } from 'node:net';
import { cidrFamily } from './ip-address.ts';

/** Of networks that are written oddly. Source: apimachinery `GetWarningsForCIDR`, 1.34. */
export function cidrWarnings(field: string, value: string): string[] {
  if (!cidrFamily(value)) return [];
  const [given = '', bits = ''] = value.split('/');
  const plain = given.replace(/(^|\.)0+(?=\d)/g, '$1');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  const address = mapped ?? canonical(plain);
  const length = Number(bits) - (mapped ? 96 : 0);
  const size = address.includes(':') ? 128 : 32;
  const network = networkOf(address, length);
  const warnings: string[] = [];
  const quoted = JSON.stringify(value);
  if (network !== address) {
    const choice = `should be "${network}/${length}" or "${address}/${size}"?`;
    warnings.push(`${field}: CIDR value ${quoted} is ambiguous in this context (${choice})`);
  }
  if (mapped !== undefined || plain !== given) {
    const rule = 'will be considered invalid in a future Kubernetes release';
    warnings.push(`${field}: non-standard CIDR value ${quoted} ${rule}: use "${network}/${length}"`);
  } else if (size === 128 && given !== address) {
    warnings.push(
      `${field}: IPv6 CIDR value ${quoted} should be in RFC 5952 canonical format ("${network}/${length}")`,
    );
  }
  return warnings;
}

function canonical(address: string): string {
  return isIPv6(address) ? new SocketAddress({ address, family: 'ipv6' }).address : address;
}

/** The first address of the network: bits after the prefix are taken off. */
function networkOf(address: string, length: number): string {
  const isLong = address.includes(':');
  const parts = isLong ? groupsOf(address) : address.split('.').map(Number);
  const width = isLong ? 16 : 8;
  const masked = parts.map((part, index) => {
    const kept = Math.min(width, Math.max(0, length - index * width));
    return part & (((1 << width) - 1) ^ ((1 << (width - kept)) - 1));
  });
  return isLong ? canonical(masked.map((part) => part.toString(16)).join(':')) : masked.join('.');
}

function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const parts = (text: string) => (text ? text.split(':').map((part) => Number.parseInt(part, 16)) : []);
  const [left, right] = [parts(head), parts(tail ?? '')];
  return tail === undefined ? left : [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}
