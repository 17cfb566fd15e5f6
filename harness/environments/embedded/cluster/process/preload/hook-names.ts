import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import net from 'node:net';
import type { ControlClient } from './control-client.ts';
import { nameError } from './network-error.ts';

type Callback = (error: Error | null, ...results: unknown[]) => void;
type Methods = Record<string, unknown>;

const noRecords = ['Any', 'Caa', 'Cname', 'Mx', 'Naptr', 'Ns', 'Ptr', 'Soa', 'Srv', 'Tlsa', 'Txt'];

/** Answers every look-up of this thread from the table: `lookup`, `resolve*` and `reverse`, with callbacks and promises. */
export function hookNames(control: ControlClient): void {
  const lookup = async (host: string, options: LookupOptions): Promise<LookupAddress[]> => {
    const family = options.family === 'IPv6' ? 6 : options.family === 'IPv4' ? 4 : (options.family ?? 0);
    const literal = net.isIP(host);
    if (literal !== 0) return [{ address: host, family: literal }];
    const { addresses, error } = await control.request({ op: 'resolve', name: host });
    const found = family === 6 && host === 'localhost' ? ['::1'] : family === 6 ? [] : (addresses ?? []);
    if (found.length === 0) throw nameError('getaddrinfo', error ?? 'ENOTFOUND', host);
    return found.map((address) => ({ address, family: net.isIP(address) }));
  };

  dns.promises.lookup = (async (host: string, options?: number | LookupOptions) => {
    const parsed = lookupOptions(options);
    const found = await lookup(host, parsed);
    return parsed.all === true ? found : found[0];
  }) as typeof dns.promises.lookup;

  dns.lookup = Object.assign(
    (host: string, ...rest: unknown[]) => {
      const callback = rest.at(-1) as Callback;
      const parsed = lookupOptions(rest.length > 1 ? (rest[0] as number | LookupOptions) : undefined);
      lookup(host, parsed).then(
        (found) =>
          callLater(callback, null, ...(parsed.all === true ? [found] : [found[0]?.address, found[0]?.family])),
        (error: Error) => callLater(callback, error),
      );
      return {};
    },
    // util.promisify(dns.lookup) gives an object, as Node's own does.
    { [Symbol.for('nodejs.util.promisify.custom')]: dns.promises.lookup },
  ) as unknown as typeof dns.lookup;

  const resolve4 = async (host: string, options?: unknown): Promise<unknown[]> => {
    const { addresses, error } = await control.request({ op: 'resolve', name: host });
    if (addresses === undefined) throw nameError('queryA', error ?? 'ENOTFOUND', host);
    const ttl = typeof options === 'object' && options !== null && 'ttl' in options && options.ttl === true;
    return ttl ? addresses.map((address) => ({ address, ttl: 5 })) : [...addresses];
  };
  const nothing = (type: string) => async (host: string) => {
    const { error } = await control.request({ op: 'resolve', name: host });
    throw nameError(`query${type}`, error ?? 'ENODATA', host);
  };
  const reverse = async (ip: string) => {
    throw nameError('getHostByAddr', 'ENOTFOUND', ip);
  };
  const methods: Record<string, (host: string, options?: unknown) => Promise<unknown>> = {
    resolve4,
    resolve6: nothing('Aaaa'),
    reverse,
    ...Object.fromEntries(noRecords.map((type) => [`resolve${type}`, nothing(type)])),
    resolve: (host, type) => {
      const name = typeof type === 'string' ? type : 'A';
      if (name === 'A') return resolve4(host);
      return nothing(name[0] + name.slice(1).toLowerCase())(host);
    },
  };
  for (const [name, method] of Object.entries(methods)) {
    for (const target of [dns.promises, dns.promises.Resolver.prototype]) (target as unknown as Methods)[name] = method;
    for (const target of [dns, dns.Resolver.prototype]) (target as unknown as Methods)[name] = withCallback(method);
  }
}

function withCallback(method: (host: string, options?: unknown) => Promise<unknown>) {
  return (host: string, ...rest: unknown[]) => {
    const callback = rest.at(-1) as Callback;
    method(host, rest.length > 1 ? rest[0] : undefined).then(
      (result) => callLater(callback, null, result),
      (error: Error) => callLater(callback, error),
    );
    return {};
  };
}

/** Out of the promise, so that what a callback throws is an uncaught exception and no unhandled rejection. */
function callLater(callback: Callback, ...args: Parameters<Callback>): void {
  process.nextTick(callback, ...args);
}

function lookupOptions(options: number | LookupOptions | null | undefined): LookupOptions {
  return typeof options === 'number' ? { family: options as 0 | 4 | 6 } : (options ?? {});
}
