import dns, { type LookupAddress } from 'node:dns';
import net from 'node:net';
import type { ControlClient } from './control-client.ts';
import type { LocalAddresses } from './hook-listen.ts';
import type { MountTable } from './mount-table.ts';
import { nameError, networkError } from './network-error.ts';
import { withShortPath } from './short-path.ts';

type ConnectOptions = Partial<net.TcpNetConnectOpts> & { path?: string };
type Address = { address?: string; family?: string; port?: number };

/** What this hook needs of a socket's inside: where Node keeps the addresses of both ends once it has asked the kernel. */
interface Internals extends net.Socket {
  connecting: boolean;
  _host?: string;
  _parent?: { connecting?: boolean } | null;
  _peername?: Address | null;
  _sockname?: Address | null;
  _getsockname(this: net.Socket): Address;
}

/** Sends every TCP connection of this thread through the table, and every Unix connection through the mounts. */
export function hookConnect(control: ControlClient, local: LocalAddresses, mounts: MountTable): void {
  const prototype = net.Socket.prototype;
  const inner = prototype as unknown as Pick<Internals, '_getsockname'>;
  const connect = prototype.connect as (this: net.Socket, options: ConnectOptions, callback?: () => void) => net.Socket;
  const realName = inner._getsockname;

  prototype.connect = function (this: Internals, ...args: unknown[]) {
    const [options, callback] = normalized(args);
    if (options.path != null) {
      const target = mounts.resolve(options.path);
      if (target?.hidden) return this.destroy(networkError('connect', 'EACCES', options.path));
      withShortPath(target?.path ?? options.path, (path) => {
        connect.call(this, { ...options, path }, callback);
      });
      return this;
    }
    // Node itself throws what wrong arguments deserve, before it connects anywhere.
    if (!isPort(options.port) || this._parent?.connecting) return connect.call(this, options, callback);
    if (callback !== undefined) this.once('connect', callback);
    this.connecting = true;
    void route(this, options, Number(options.port));
    return this;
  } as net.Socket['connect'];

  inner._getsockname = function (this: Internals) {
    const name = realName.call(this);
    if (name.address !== '127.0.0.1' || name.port === undefined || this._peername?.address === '127.0.0.1') return name;
    this._sockname = { ...name, address: local.ip, port: local.ports.get(name.port) ?? name.port };
    return this._sockname;
  };

  async function route(socket: Internals, options: ConnectOptions, port: number): Promise<void> {
    const host = options.host || 'localhost';
    try {
      const [target, ...others] = await targets(socket, options, host);
      let answer = await control.request({ op: 'route', host: target, port });
      for (const other of others) {
        if (answer.error === undefined) break;
        answer = await control.request({ op: 'route', host: other, port });
      }
      const address = answer.addresses?.[0];
      if (!net.isIP(host) && options.lookup == null) announce(socket, host, address);
      if (!socket.connecting) return;
      if (answer.error === 'ENOTFOUND' || answer.error === 'EAI_AGAIN')
        throw nameError('getaddrinfo', answer.error, host);
      if (answer.port === undefined) throw networkError('connect', answer.error ?? 'ENETDOWN', address ?? host, port);
      const { localAddress: _, localPort: __, lookup: ___, ...rest } = options;
      connect.call(socket, { ...rest, host: '127.0.0.1', port: answer.port });
      socket._peername = { address, family: 'IPv4', port };
    } catch (error) {
      if (socket.connecting) socket.destroy(error as Error);
    }
  }
}

/** What to ask the table for: the host itself, or the addresses that a look-up function of the caller's gives. */
async function targets(socket: Internals, options: ConnectOptions, host: string): Promise<[string, ...string[]]> {
  if (net.isIP(host)) return [host];
  socket._host = host;
  const { lookup } = options;
  if (lookup == null || lookup === dns.lookup) return [host];
  const family = options.family ?? 0;
  // As in lookupAndConnect of Node's lib/net.js: the two forms of a look-up's answer.
  const all =
    family !== 4 &&
    family !== 6 &&
    !options.localAddress &&
    (options.autoSelectFamily ?? net.getDefaultAutoSelectFamily());
  const found = await new Promise<readonly LookupAddress[]>((resolve, reject) => {
    lookup(host, { family, hints: options.hints ?? 0, ...(all ? { all } : {}) }, (error, address, family) => {
      if (error) reject(error);
      else resolve(Array.isArray(address) ? address : [{ address: address as string, family: family ?? 4 }]);
    });
  });
  const [first, ...others] = [...found].sort((a, b) => a.family - b.family).map(({ address }) => address);
  if (first === undefined) throw nameError('getaddrinfo', 'ENOTFOUND', host);
  announce(socket, host, first);
  return [first, ...others];
}

function announce(socket: Internals, host: string, address: string | undefined): void {
  if (address === undefined)
    socket.emit('lookup', nameError('getaddrinfo', 'ENOTFOUND', host), undefined, undefined, host);
  else socket.emit('lookup', null, address, 4, host);
}

/** `(options[, callback])`, `(port[, host][, callback])`, `(path[, callback])`, or an array of such that Node has parsed. */
function normalized(args: readonly unknown[]): [ConnectOptions, (() => void) | undefined] {
  if (Array.isArray(args[0])) return [args[0][0] as ConnectOptions, (args[0][1] as (() => void) | null) ?? undefined];
  const [first, second] = args;
  const last = args.at(-1);
  const callback = typeof last === 'function' ? (last as () => void) : undefined;
  if (typeof first === 'object' && first !== null) return [first as ConnectOptions, callback];
  if (typeof first === 'string' && !isPort(first)) return [{ path: first }, callback];
  return [{ port: first as number, ...(typeof second === 'string' ? { host: second } : {}) }, callback];
}

function isPort(value: unknown): boolean {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return false;
  const port = Number(value);
  return Number.isInteger(port) && port >= 0 && port <= 65_535;
}
