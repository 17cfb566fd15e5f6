import type { ClientRequest } from 'node:http';
import type { BodySink } from '../embedded/store/payload/verify-body.ts';
import type { TrailerFrame } from './trailer-frame.ts';
import type { UpstreamAnswer } from './upstream-answer.ts';

/** A body on its way to the store behind. An answer that comes before the end of it stands: the rest is taken and dropped. */
export class UpstreamUpload implements BodySink {
  readonly copies = false;
  readonly #request: ClientRequest;
  readonly #answer: Promise<UpstreamAnswer>;
  readonly #frame: TrailerFrame;
  #settled = false;
  #full = false;

  constructor(request: ClientRequest, answer: Promise<UpstreamAnswer>, frame: TrailerFrame) {
    this.#request = request;
    this.#answer = answer;
    this.#frame = frame;
    const settle = () => {
      this.#settled = true;
    };
    answer.then(settle, settle);
    if (frame.start !== '') request.write(frame.start);
  }

  write(bytes: Buffer): void {
    if (!this.#settled) this.#full = !this.#request.write(bytes);
  }

  drained(): Promise<unknown> | undefined {
    if (!this.#full || this.#settled) return undefined;
    this.#full = false;
    const drain = new Promise((resolve) => this.#request.once('drain', resolve));
    return Promise.race([drain, this.#answer.catch(() => undefined)]);
  }

  /** Ends a body that holds. */
  finish(checksum: string): Promise<UpstreamAnswer> {
    if (!this.#settled) this.#request.end(this.#frame.end(checksum));
    return this.#answer;
  }

  /** Breaks off, so that the store behind keeps nothing. */
  abandon(): void {
    this.#request.destroy();
  }
}
