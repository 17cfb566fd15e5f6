import type { KubeObject } from '../objects/kube-object.ts';
import { type Endpoint, httpsCall } from './https-call.ts';
import { type WatchLines, watchLines } from './watch-lines.ts';

export type Start = 'a list' | 'nothing' | 'version 0' | 'initial events' | 'a version seen';

export interface Opening {
  readonly start: Start;
  /** Which of the versions seen, counted back from the last one. */
  readonly back?: number;
  /** The server ends the watch after a second. */
  readonly isShort?: boolean;
}

/** What was known at a version from which a watch can be taken up again. */
interface Seen {
  readonly version: string;
  readonly known: ReadonlyMap<string, string>;
}

/** A client that keeps the versions of a collection's objects by watching, as client-go's reflector does. */
export class StateWatcher implements AsyncDisposable {
  readonly #endpoint: Endpoint;
  readonly #path: string;
  readonly #selector: string;
  readonly #seen: Seen[] = [];
  #known = new Map<string, string>();
  #lines: WatchLines | undefined;
  #isShort = false;
  /** Events up to this version tell what was there already, in the order of names. */
  #initial = 0;
  #reached = 0;
  /** How often it was told that its version is forgotten. */
  expirations = 0;

  /** `path` is the collection's, `selector` a part of a query. */
  constructor(endpoint: Endpoint, path: string, selector: string) {
    this.#endpoint = endpoint;
    this.#path = path;
    this.#selector = selector;
  }

  /** Versions by `namespace/name`. */
  get known(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#known);
  }

  /** Ends the watch that is open, and opens another. A version seen is a list as long as none was. */
  async open({ start, back = 0, isShort = false }: Opening): Promise<void> {
    await this.close();
    const seen = this.#seen.at(-1 - (back % Math.max(1, this.#seen.length)));
    const taken = start === 'a version seen' && seen ? seen : await this.list();
    const isListed = start === 'a list' || start === 'a version seen';
    this.#known = new Map(isListed ? taken.known : []);
    this.#initial = Number(taken.version);
    this.#reached = isListed ? this.#initial : 0;
    if (isListed) this.#seen.push(taken);
    this.#isShort = isShort;
    const version = isListed ? taken.version : start === 'version 0' ? '0' : '';
    const rest = `${start === 'initial events' ? '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan' : ''}${isShort ? '&timeoutSeconds=1' : ''}`;
    this.#lines = await watchLines(
      this.#endpoint,
      `${this.#path}?watch=1&allowWatchBookmarks=true&resourceVersion=${version}${rest}&${this.#selector}`,
    );
  }

  async close(): Promise<void> {
    await this.#lines?.[Symbol.asyncDispose]();
    this.#lines = undefined;
  }

  /** Reads until the server ends the watch; one without a near end is left as it is. */
  async readToEnd(): Promise<void> {
    while (this.#lines && this.#isShort) await this.#next();
  }

  /** Reads until a version is known, going on where a watch has ended. */
  async readUpTo(version: number): Promise<void> {
    while (this.#reached < version) {
      if (!this.#lines) await this.open({ start: 'a version seen' });
      else await this.#next();
    }
  }

  /** What the server lists, in pages of two. */
  async list(): Promise<Seen> {
    const known = new Map<string, string>();
    for (let next = ''; ; ) {
      const { text } = await httpsCall(this.#endpoint, `${this.#path}?limit=2&continue=${next}&${this.#selector}`);
      const { items, metadata } = JSON.parse(text) as {
        items: KubeObject[];
        metadata: { continue?: string; resourceVersion: string };
      };
      for (const object of items) known.set(keyOf(object), object.metadata.resourceVersion ?? '');
      if (!metadata.continue) return { version: metadata.resourceVersion, known };
      next = metadata.continue;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #next(): Promise<void> {
    const line = await this.#lines?.next().catch(() => undefined);
    if (!line) return this.close();
    if (line.type === 'ERROR') {
      const { code, message } = line.object as { code: number; message: string };
      if (code !== 410) throw new Error(`The watch of ${this.#path} is refused: ${message}`);
      this.expirations++;
      return this.open({ start: 'a list' });
    }
    const object = line.object as KubeObject;
    const version = object.metadata.resourceVersion ?? '';
    if (line.type !== 'BOOKMARK') this.#apply(line.type, keyOf(object), version);
    this.#reached = Math.max(this.#reached, Number(version));
    if (line.type === 'BOOKMARK' || Number(version) > this.#initial) {
      this.#seen.push({ version, known: new Map(this.#known) });
    }
  }

  #apply(type: string, key: string, version: string): void {
    if (this.#known.has(key) === (type === 'ADDED')) {
      throw new Error(`${type} of ${key} at ${version}, which ${type === 'ADDED' ? 'is' : 'is not'} known.`);
    }
    if (type === 'DELETED') this.#known.delete(key);
    else this.#known.set(key, version);
  }
}

function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return `${namespace}/${name}`;
}
