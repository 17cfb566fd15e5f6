import { readFileSync } from 'node:fs';

/** The name server that the node itself asks; undefined where it names none but `except`. */
export function nodeServer(except: string, file = '/proc/1/root/etc/resolv.conf'): string | undefined {
  const named = readFileSync(file, 'utf8').matchAll(/^nameserver\s+(\d+\.\d+\.\d+\.\d+)/gm);
  return [...named].map(([, address]) => address).find((address) => address !== except);
}
