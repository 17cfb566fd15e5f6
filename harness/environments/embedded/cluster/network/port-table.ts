interface Listener {
  readonly real: number;
  readonly loopback: boolean;
}

const firstEphemeral = 32_768;
const lastPort = 65_535;

/** Which virtual ports are taken on which address, and the real loopback port behind each. */
export class PortTable {
  readonly #byAddress = new Map<string, Map<number, Listener>>();

  /** Makes an address known: a port nobody listens on is then refused, not unreachable. */
  addAddress(ip: string): void {
    if (!this.#byAddress.has(ip)) this.#byAddress.set(ip, new Map());
  }

  removeAddress(ip: string): void {
    this.#byAddress.delete(ip);
  }

  hasAddress(ip: string): boolean {
    return this.#byAddress.has(ip);
  }

  /** Returns the virtual port, which is a free one when `port` is 0; undefined when the port is taken. */
  listen(ip: string, port: number, listener: Listener): number | undefined {
    const ports = this.#byAddress.get(ip);
    if (ports === undefined) return undefined;
    const chosen = port === 0 ? free(ports, listener.real) : port;
    if (chosen === undefined || ports.has(chosen)) return undefined;
    ports.set(chosen, listener);
    return chosen;
  }

  release(ip: string, port: number): void {
    this.#byAddress.get(ip)?.delete(port);
  }

  /** Real port; `fromWithin` also finds what listens on the pod's own 127.0.0.1. */
  find(ip: string, port: number, fromWithin: boolean): number | undefined {
    const listener = this.#byAddress.get(ip)?.get(port);
    return listener === undefined || (listener.loopback && !fromWithin) ? undefined : listener.real;
  }
}

function free(ports: ReadonlyMap<number, Listener>, preferred: number): number | undefined {
  if (!ports.has(preferred)) return preferred;
  for (let port = firstEphemeral; port <= lastPort; port++) if (!ports.has(port)) return port;
  return undefined;
}
