import net from 'node:net';
import type { ControlClient } from './control-client.ts';
import type { MountTable } from './mount-table.ts';
import { networkError } from './network-error.ts';
import { withShortPath } from './short-path.ts';

/** Addresses as the pod sees them, for sockets whose real ones are on loopback. */
export interface LocalAddresses {
  readonly ip: string;
  /** Virtual port of what this thread listens on, by real port. */
  readonly ports: ReadonlyMap<number, number>;
}

interface Listening {
  readonly real: number;
  address: net.AddressInfo;
}

type SetUpHandle = (
  this: Internals,
  address: string | null,
  port: number,
  addressType: number,
  backlog?: number,
  fd?: number,
  flags?: number,
) => void;

/**
 * What this hook needs of a server's inside. `_listen2` is where every form of `listen` ends once Node has parsed its
 * arguments and resolved the host; an alias kept for patching since Node 0.10.
 */
interface Internals extends net.Server {
  _handle: { close(): void } | null;
  _listen2: SetUpHandle;
}

const anyAddress = new Set([null, '0.0.0.0', '::']);

/**
 * Puts every server of this thread on an ephemeral loopback port and registers that under the port it asked for.
 * 'listening' is held back until the registration is known to the harness, so that whoever is told may connect.
 */
export function hookListen(control: ControlClient, ip: string, mounts: MountTable): LocalAddresses {
  const prototype = net.Server.prototype as Internals;
  const { _listen2, address: realAddress, close } = prototype;
  if (_listen2 === undefined) {
    throw new Error(
      `Node ${process.version} has no net.Server.prototype._listen2, which puts pods on their network; run Node 24.`,
    );
  }
  const servers = new WeakMap<net.Server, Listening>();
  const ports = new Map<number, number>();

  prototype._listen2 = function (address, port, addressType, backlog, fd, flags) {
    if (this._handle !== null || typeof fd === 'number') {
      return _listen2.call(this, address, port, addressType, backlog, fd, flags);
    }
    if (addressType === -1) return listenOnPath(this, address ?? '', backlog);
    const loopback = address !== null && (address.startsWith('127.') || address === '::1');
    if (!loopback && !anyAddress.has(address) && address !== ip) {
      fail(this, networkError('listen', 'EADDRNOTAVAIL', address ?? '', port));
      return;
    }
    _listen2.call(this, '127.0.0.1', 0, 4, backlog, fd, 0);
    if (this._handle === null) return;
    void register(this, address ?? '::', port, loopback);
  };

  prototype.address = function () {
    return servers.get(this)?.address ?? realAddress.call(this);
  };

  prototype.close = function (callback) {
    const listening = servers.get(this);
    if (listening !== undefined) {
      servers.delete(this);
      ports.delete(listening.real);
      control.notify({ op: 'release', port: listening.address.port });
    }
    return close.call(this, callback);
  };

  async function register(server: Internals, address: string, port: number, loopback: boolean): Promise<void> {
    const { port: real } = realAddress.call(server) as net.AddressInfo;
    const family = net.isIPv6(address) ? 'IPv6' : 'IPv4';
    const listening: Listening = { real, address: { address, family, port: port === 0 ? real : port } };
    servers.set(server, listening);
    ports.set(real, listening.address.port);
    const release = holdListening(server);
    const answer = await control.request({ op: 'listen', port, real, loopback });
    const closedMeanwhile = servers.get(server) !== listening;
    if (answer.port !== undefined && !closedMeanwhile) {
      listening.address = { ...listening.address, port: answer.port };
      ports.set(real, answer.port);
    }
    release(!closedMeanwhile && answer.error === undefined);
    if (closedMeanwhile || answer.error === undefined) return;
    servers.delete(server);
    ports.delete(real);
    server._handle?.close();
    server._handle = null;
    server.emit('error', networkError('listen', answer.error, address, port));
  }

  function listenOnPath(server: Internals, path: string, backlog: number | undefined): void {
    const target = mounts.resolve(path);
    if (target?.hidden || target?.readOnly) {
      fail(server, networkError('listen', target.hidden ? 'EACCES' : 'EROFS', path));
      return;
    }
    withShortPath(target?.path ?? path, (short, shortened) => {
      _listen2.call(server, short, -1, -1, backlog);
      // libuv unlinks the path it was given; the short one no longer exists by then.
      if (shortened && server._handle !== null) server.once('close', () => mounts.unlink(path));
    });
  }

  return { ip, ports };
}

/** Keeps 'listening' back; the function it returns lets it happen (`true`) or drops it. */
function holdListening(server: net.Server): (happen: boolean) => void {
  const { emit } = server;
  const own = Object.hasOwn(server, 'emit');
  let asked = false;
  server.emit = function (this: net.Server, event: string | symbol, ...args: unknown[]) {
    if (event !== 'listening') return Reflect.apply(emit, this, [event, ...args]) as boolean;
    asked = true;
    return true;
  } as typeof emit;
  return (happen) => {
    if (own) server.emit = emit;
    else Reflect.deleteProperty(server, 'emit');
    if (happen && asked) server.emit('listening');
  };
}

function fail(server: net.Server, error: Error): void {
  process.nextTick(() => server.emit('error', error));
}
