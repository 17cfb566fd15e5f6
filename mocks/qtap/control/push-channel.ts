import type { Durations } from '../durations.ts';
import type { Log } from '../log.ts';
import { unknowns } from '../unknowns.ts';
import { actions, type Frame, readFrame } from './push-frame.ts';

export interface PushChannelOptions {
  /** `name:secret`. */
  readonly key: string;
  readonly channel: string;
  readonly durations: Durations;
  /** Undefined: the client says nothing, as Qtap has it at levels `info` and `debug`. */
  readonly log: Log | undefined;
  /** Each event that announces a change. */
  readonly changed: () => void;
}

/** How a WebSocket ended: cut (the client connects anew, at once where it was attached), or refused for good. */
type Ending =
  | { readonly kind: 'cut'; readonly wasAttached: boolean }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * The part of Ably's client that Qtap uses (reference, qplane.md, "Push"): attaches to one channel, connects anew as often as it
 * is cut, and takes up where it was. Hosts that do not answer are tried for ever.
 */
export class PushChannel implements Disposable {
  readonly #options: PushChannelOptions;
  readonly #attached = Promise.withResolvers<void>();
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #connectionKey: string | undefined;
  #channelSerial: string | undefined;
  #closed = false;

  constructor(options: PushChannelOptions) {
    this.#options = options;
    this.#attached.promise.catch(() => undefined);
  }

  /** Resolves when events are heard. Rejects when the key or the channel is refused; there is no limit of time. */
  attach(): Promise<void> {
    void this.#run();
    return this.#attached.promise;
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  async #run(): Promise<void> {
    const { log } = this.#options;
    let hasHurried = false;
    while (!this.#closed) {
      const opened = await this.#open();
      if (this.#closed) return;
      if (opened === undefined) log?.error('Ably: no host answers', { hosts: unknowns.ablyHosts });
      const ending = opened && (await this.#converse(opened));
      if (this.#closed) return;
      if (ending?.kind === 'refused') {
        log?.error('Ably: refused', { error: ending.message });
        this.#attached.reject(new Error(ending.message));
        return;
      }
      if (ending !== undefined) log?.warn('Ably: connection lost');
      // Once at once: whoever cuts it again and again is given time.
      hasHurried = ending?.wasAttached === true && !hasHurried;
      if (!hasHurried) await this.#pause();
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#retry = setTimeout(resolve, this.#options.durations.pushRetry);
    });
  }

  /** A WebSocket to the first host that takes one; undefined when none does. */
  async #open(): Promise<WebSocket | undefined> {
    for (const host of unknowns.ablyHosts) {
      const query = new URLSearchParams({ key: this.#options.key, format: 'json', heartbeats: 'true', v: '2' });
      if (this.#connectionKey !== undefined) query.set('resume', this.#connectionKey);
      const socket = new WebSocket(`wss://${host}/?${query}`);
      this.#socket = socket;
      const outcome = Promise.withResolvers<boolean>();
      const limit = setTimeout(() => outcome.resolve(false), this.#options.durations.limits.pushConnect);
      socket.addEventListener('open', () => outcome.resolve(true));
      socket.addEventListener('close', () => outcome.resolve(false));
      const isOpen = await outcome.promise;
      clearTimeout(limit);
      if (isOpen) return socket;
      socket.close();
      if (this.#closed) return undefined;
    }
    return undefined;
  }

  /** Hears what comes on a WebSocket until it ends, falls silent or says what cannot be read. */
  #converse(socket: WebSocket): Promise<Ending> {
    const { pushConnect } = this.#options.durations.limits;
    const { promise, resolve } = Promise.withResolvers<Ending>();
    const over = new AbortController();
    const { signal } = over;
    let wasAttached = false;
    let longestSilence = pushConnect;
    let silence: NodeJS.Timeout | undefined;
    const end = (ending: Ending) => {
      clearTimeout(silence);
      over.abort();
      resolve(ending);
      // Whoever is silent does not answer that either: nobody waits for it.
      socket.close();
    };
    const cut = () => end({ kind: 'cut', wasAttached });
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(cut, longestSilence);
    };
    heard();
    socket.addEventListener('close', cut, { signal });
    const hear = ({ data }: { readonly data: unknown }) => {
      const frame = readFrame(data);
      if (frame === undefined) {
        cut();
        return;
      }
      if (frame.maxIdleInterval !== undefined) longestSilence = frame.maxIdleInterval + pushConnect;
      heard();
      wasAttached ||= frame.action === actions.attached;
      const refusal = this.#take(frame, socket);
      if (refusal !== undefined) end({ kind: 'refused', message: refusal });
    };
    socket.addEventListener('message', hear, { signal });
    return promise;
  }

  /** Answers with why the server refuses, where it does. */
  #take(frame: Frame, socket: WebSocket): string | undefined {
    const { channel, changed } = this.#options;
    if (frame.channelSerial !== undefined) this.#channelSerial = frame.channelSerial;
    if (frame.action === actions.connected) {
      // What was missed can only be had in the connection that missed it.
      if (frame.error !== undefined) this.#channelSerial = undefined;
      this.#connectionKey = frame.connectionKey;
      socket.send(JSON.stringify({ action: actions.attach, channel, channelSerial: this.#channelSerial }));
    } else if (frame.action === actions.attached) this.#attached.resolve();
    else if (frame.action === actions.error) return frame.error ?? 'refused';
    else if (frame.action === actions.message) {
      for (const name of frame.events) if (name === 'config.changed') changed();
    }
    return undefined;
  }
}
