const first = 2;
const last = 254;

/** The /24 of a node's pods. Addresses go round, so that a new pod does not at once get the address of one just gone. */
export class PodRange {
  readonly #prefix: string;
  readonly #taken = new Set<string>();
  #next = first;

  /** `prefix` is the first three octets: `10.244.0`. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Throws when all 253 are taken. */
  take(): string {
    for (let tries = first; tries <= last; tries++) {
      const ip = `${this.#prefix}.${this.#next}`;
      this.#next = this.#next === last ? first : this.#next + 1;
      if (this.#taken.has(ip)) continue;
      this.#taken.add(ip);
      return ip;
    }
    throw new Error(`No free address is left in ${this.#prefix}.0/24: a node holds ${last - first + 1} pods at most.`);
  }

  release(ip: string): void {
    this.#taken.delete(ip);
  }
}
