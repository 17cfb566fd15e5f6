import { EventEmitter, once } from 'node:events';
import type { LogOptions } from '../api/node-agent.ts';

interface Line {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly text: Buffer;
}

/** What one instance of a container wrote, line by line. Above `capacity` bytes the oldest lines go, as by log rotation. */
export class ContainerLog {
  readonly #capacity: number;
  readonly #partial = new Map<string, Buffer>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #taps = new Set<(stream: string, chunk: Buffer) => void>();
  #lines: Line[] = [];
  #dropped = 0;
  #bytes = 0;
  #ended = false;

  constructor(capacity = 10 * 2 ** 20) {
    this.#capacity = capacity;
  }

  write(stream: string, chunk: Buffer): void {
    for (const tap of this.#taps) tap(stream, chunk);
    const open = this.#partial.get(stream);
    let rest = open ? Buffer.concat([open, chunk]) : chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      this.#append(rest.subarray(0, end + 1));
      rest = rest.subarray(end + 1);
    }
    this.#partial.set(stream, rest);
    this.#changes.emit('change');
  }

  /** Calls `tap` with all that is written from now on, as it comes. */
  tap(tap: (stream: string, chunk: Buffer) => void): Disposable {
    this.#taps.add(tap);
    return { [Symbol.dispose]: () => this.#taps.delete(tap) };
  }

  end(): void {
    for (const rest of this.#partial.values()) if (rest.length) this.#append(rest);
    this.#partial.clear();
    this.#ended = true;
    this.#changes.emit('change');
  }

  #append(text: Buffer): void {
    // A copy, so that one kept line does not keep the whole chunk it came in.
    this.#lines.push({ time: performance.timeOrigin + performance.now(), text: Buffer.from(text) });
    this.#bytes += text.length;
    if (this.#bytes <= this.#capacity) return;
    let dropped = 0;
    while (this.#bytes > this.#capacity * 0.9 && dropped < this.#lines.length) {
      this.#bytes -= this.#lines[dropped++]?.text.length ?? 0;
    }
    this.#lines = this.#lines.slice(dropped);
    this.#dropped += dropped;
  }

  /** The last lines, of at most so many bytes. */
  tail(lines: number, bytes: number): string {
    return Buffer.concat(this.#lines.slice(-lines).map(({ text }) => text))
      .subarray(-bytes)
      .toString();
  }

  async *read(options: Omit<LogOptions, 'container' | 'previous'>, signal: AbortSignal): AsyncIterable<Buffer> {
    const { tailLines, sinceSeconds, timestamps, follow } = options;
    let next = tailLines === undefined ? 0 : this.#dropped + Math.max(0, this.#lines.length - tailLines);
    let left = options.limitBytes ?? Number.POSITIVE_INFINITY;
    const since = sinceSeconds === undefined ? 0 : Date.now() - sinceSeconds * 1000;
    for (;;) {
      const lines = this.#lines.slice(Math.max(0, next - this.#dropped));
      next = this.#dropped + this.#lines.length;
      const fresh = lines.filter(({ time }) => time >= since);
      const bytes = Buffer.concat(
        fresh.flatMap(({ time, text }) => (timestamps ? [Buffer.from(`${rfc3339Nano(time)} `), text] : [text])),
      );
      if (bytes.length) yield bytes.subarray(0, left);
      left -= bytes.length;
      if (left <= 0 || !follow || this.#ended || signal.aborted) return;
      if (next === this.#dropped + this.#lines.length) await this.#change(signal);
    }
  }

  async #change(signal: AbortSignal): Promise<void> {
    await once(this.#changes, 'change', { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** Nine fractional digits, as the kubelet prints them (`RFC3339NanoFixed`). */
function rfc3339Nano(time: number): string {
  const nanoseconds = String(Math.floor((time % 1000) * 1e6)).padStart(9, '0');
  return `${new Date(time).toISOString().slice(0, 19)}.${nanoseconds}Z`;
}
