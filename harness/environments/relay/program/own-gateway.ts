import { readFileSync } from 'node:fs';

/** Address of the pod's default gateway, which is where its own node's processes come from; undefined where it has none. */
export function ownGateway(routes: string = readFileSync('/proc/net/route', 'utf8')): string | undefined {
  for (const line of routes.split('\n').slice(1)) {
    const [, destination, gateway = ''] = line.split('\t');
    if (destination !== '00000000' || gateway === '00000000' || gateway === '') continue;
    return Buffer.from(gateway, 'hex').reverse().join('.');
  }
  return undefined;
}
