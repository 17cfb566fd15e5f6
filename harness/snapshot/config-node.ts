import type { SourcePosition } from '../errors/source-position.ts';
import { goDuration } from './go-duration.ts';
import type { Remark } from './snapshot.ts';
import { SnapshotError } from './snapshot-error.ts';

/** What a node needs of its document. */
export interface ConfigSource {
  readonly remarks: Remark[];
  locate(path: readonly (string | number)[]): SourcePosition;
}

/**
 * A value of the snapshot, read as the Go decoder reads it: absent and null are zero values, unknown keys are passed over (and
 * remarked), a value of another type refuses the config with `SnapshotError`.
 */
export class ConfigNode {
  readonly #source: ConfigSource;
  readonly #path: readonly (string | number)[];
  readonly #value: unknown;

  constructor(source: ConfigSource, value: unknown, path: readonly (string | number)[] = []) {
    this.#source = source;
    this.#value = value ?? undefined;
    this.#path = path;
  }

  get at(): SourcePosition {
    return this.#source.locate(this.#path);
  }

  get present(): boolean {
    return this.#value !== undefined;
  }

  is(value: string): boolean {
    return this.#value === value;
  }

  /** The mapping's value under `key`. */
  get(key: string): ConfigNode {
    const entry = this.#mapping()[key];
    return new ConfigNode(this.#source, entry, [...this.#path, key]);
  }

  entries(): [string, ConfigNode][] {
    return Object.keys(this.#mapping()).map((key) => [key, this.get(key)]);
  }

  items(): ConfigNode[] {
    if (this.#value === undefined) return [];
    if (!Array.isArray(this.#value)) throw this.error('must be a list');
    return this.#value.map((item: unknown, index) => new ConfigNode(this.#source, item, [...this.#path, index]));
  }

  /** A list of strings, or one that stands alone. */
  texts(): string[] {
    if (!Array.isArray(this.#value)) return this.present ? [this.text()] : [];
    return this.items().map((item) => item.text());
  }

  text(fallback = ''): string {
    if (this.#value === undefined) return fallback;
    if (typeof this.#value === 'object') throw this.error('must be a string');
    return String(this.#value) || fallback;
  }

  boolean(fallback = false): boolean {
    if (this.#value === undefined) return fallback;
    if (typeof this.#value === 'boolean') return this.#value;
    const word = typeof this.#value === 'string' ? this.#value.toLowerCase() : '';
    if (['y', 'yes', 'on'].includes(word)) return true;
    if (['n', 'no', 'off'].includes(word)) return false;
    throw this.error('must be true or false');
  }

  number(): number | undefined {
    if (this.#value === undefined) return undefined;
    if (typeof this.#value !== 'number' || Number.isNaN(this.#value)) throw this.error('must be a number');
    return this.#value;
  }

  /** A Go `int`, or with `least` 0 a Go `uint`. */
  integer(least = Number.MIN_SAFE_INTEGER): number | undefined {
    const value = this.number();
    if (value !== undefined && (!Number.isInteger(value) || value < least)) {
      throw this.error(`must be ${least === 0 ? 'an integer that is not negative' : 'an integer'}`);
    }
    return value;
  }

  /** Milliseconds. A bare number is no duration to Go's YAML decoder. */
  duration(): number | undefined {
    if (this.#value === undefined) return undefined;
    const duration = typeof this.#value === 'string' ? goDuration(this.#value) : undefined;
    if (duration === undefined) throw this.error('must be a duration with a unit, such as 24h');
    return duration;
  }

  /** Milliseconds of a duration, or of a bare number of them. */
  milliseconds(): number | undefined {
    return typeof this.#value === 'number' ? this.number() : this.duration();
  }

  /** Remarks every key of the mapping that is not among `keys`. */
  expect(...keys: readonly string[]): this {
    for (const [key, entry] of this.entries()) {
      if (!keys.includes(key)) entry.remark(`Qtap knows no key "${key}" here and ignores it`);
    }
    return this;
  }

  remark(message: string): void {
    this.#source.remarks.push({ message: `${this.#name}: ${message}`, at: this.at });
  }

  /** For throwing: `problem` completes the sentence that the node's path begins. */
  error(problem: string): SnapshotError {
    return new SnapshotError(`${this.#name} ${problem}.`, this.at);
  }

  get #name(): string {
    const name = this.#path.reduce<string>(
      (text, segment) =>
        typeof segment === 'number' ? `${text}[${segment}]` : text === '' ? segment : `${text}.${segment}`,
      '',
    );
    return name === '' ? 'the snapshot' : name;
  }

  #mapping(): Readonly<Record<string, unknown>> {
    if (this.#value === undefined) return {};
    if (typeof this.#value !== 'object' || Array.isArray(this.#value)) throw this.error('must be a mapping');
    return this.#value as Readonly<Record<string, unknown>>;
  }
}
