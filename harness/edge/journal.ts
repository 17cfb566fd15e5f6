import type { Exchange } from './exchange.ts';

interface WaitOptions {
  /** Ends the wait: the promise rejects with a sentence on what was awaited, this signal's reason as its cause. */
  readonly signal: AbortSignal;
  /** Completes "awaited …" in that sentence; without it the sentence is general. */
  readonly awaited?: string;
}

/**
 * Every exchange that the Edge saw, in order of arrival. Records are live: `status` and the rest fill in as the exchange
 * goes on. Headers hold credentials: write them to a report only through `redactedExchange`.
 */
export interface Journal {
  entries(): readonly Exchange[];
  /** Calls `listener` when an exchange begins and when it ends (answered or broken). */
  onChange(listener: (exchange: Exchange) => void): Disposable;
  /** The first exchange, past or to come, for which `predicate` holds; it is asked again at each change. */
  waitFor(predicate: (exchange: Exchange) => boolean, options: WaitOptions): Promise<Exchange>;
}

type ExchangeStart = Omit<
  Exchange,
  'number' | 'requestBody' | 'requestBytes' | 'status' | 'responseBytes' | 'fault' | 'grpcStatus' | 'failure'
>;

type ExchangeEnd = Pick<Exchange, 'status' | 'responseBytes' | 'grpcStatus' | 'failure'>;

/** Writes one exchange into the journal. */
export interface ExchangeRecorder {
  readonly exchange: Exchange;
  requestBytes(chunk: Uint8Array): void;
  /** Counts what is sent beside the answer: over a connection that changed its protocol, also when the record has ended. */
  responded(bytes: number): void;
  /** Notes by which fault of the scenario the exchange was struck. */
  struck(fault: string): void;
  /** Notes what broke; the record ends later. */
  fail(failure: string): void;
  /** Ends the record; later calls are ignored. */
  end(outcome: ExchangeEnd): void;
}

export interface JournalWriter {
  readonly journal: Journal;
  /** `bodyLimit` in bytes: what is kept of the request's body. */
  begin(start: ExchangeStart, bodyLimit: number): ExchangeRecorder;
}

/** `keeps`: false forgets an exchange as soon as it has ended, where nobody looks back. */
export function createJournal({ keeps = true }: { readonly keeps?: boolean } = {}): JournalWriter {
  const entries: Exchange[] = [];
  let begun = 0;
  const listeners = new Set<(exchange: Exchange) => void>();
  const changed = (exchange: Exchange): void => {
    for (const listener of [...listeners]) listener(exchange);
  };

  const journal: Journal = {
    entries: () => entries.slice(),
    onChange(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    waitFor(predicate, { signal, awaited = 'an exchange at the Edge' }) {
      const known = entries.find(predicate);
      if (known !== undefined) return Promise.resolve(known);
      const { promise, resolve, reject } = Promise.withResolvers<Exchange>();
      const abort = (): void => reject(new Error(notSeen(awaited, entries), { cause: signal.reason }));
      const listener = (exchange: Exchange): void => {
        try {
          if (predicate(exchange)) resolve(exchange);
        } catch (error) {
          reject(error);
        }
      };
      if (signal.aborted) abort();
      listeners.add(listener);
      signal.addEventListener('abort', abort, { once: true });
      return promise.finally(() => {
        listeners.delete(listener);
        signal.removeEventListener('abort', abort);
      });
    },
  };

  function begin(start: ExchangeStart, bodyLimit: number): ExchangeRecorder {
    const chunks: Buffer[] = [];
    let kept = 0;
    let received = 0;
    let responded = 0;
    let fault: string | undefined;
    let failure: string | undefined;
    let outcome: ExchangeEnd | undefined;
    const exchange: Exchange = {
      ...start,
      number: ++begun,
      get requestBody() {
        if (chunks.length > 1) chunks.splice(0, chunks.length, Buffer.concat(chunks));
        return chunks[0] ?? Buffer.alloc(0);
      },
      get requestBytes() {
        return received;
      },
      get status() {
        return outcome?.status;
      },
      get responseBytes() {
        return responded + (outcome?.responseBytes ?? 0);
      },
      get fault() {
        return fault;
      },
      get grpcStatus() {
        return outcome?.grpcStatus;
      },
      get failure() {
        return failure ?? outcome?.failure;
      },
    };
    entries.push(exchange);
    changed(exchange);
    return {
      exchange,
      requestBytes(chunk) {
        received += chunk.length;
        if (kept >= bodyLimit) return;
        // A slice would keep the parser's whole read buffer alive.
        const copy = Buffer.from(chunk.subarray(0, bodyLimit - kept));
        chunks.push(copy);
        kept += copy.length;
      },
      responded(bytes) {
        responded += bytes;
      },
      struck(name) {
        fault = name;
      },
      fail(text) {
        failure = text;
      },
      end(end) {
        if (outcome !== undefined) return;
        outcome = end;
        if (!keeps) entries.splice(entries.indexOf(exchange), 1);
        changed(exchange);
      },
    };
  }

  return { journal, begin };
}

function notSeen(awaited: string, entries: readonly Exchange[]): string {
  const last = entries.at(-1);
  const seen =
    last === undefined
      ? 'the Edge saw nothing at all'
      : `the Edge saw ${entries.length} exchanges, the last one ${last.method || '(no request)'} to ${last.host || '(no host)'} ` +
        `with ${last.failure ?? `status ${last.status ?? 'still open'}`}`;
  return `Awaited ${awaited} in vain: ${seen}.`;
}
