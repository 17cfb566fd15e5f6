import { randomBytes } from 'node:crypto';
import { createEdge } from '../../edge/edge.ts';
import { createCertificateAuthority } from '../../environments/embedded/certificates/certificate-authority.ts';
import type { Fixture } from '../fixture.ts';
import { redactExchange } from '../redact/redact-exchange.ts';
import { redactMethod } from '../redact/redact-method.ts';
import { redactTarget } from '../redact/redact-target.ts';
import { createRedaction } from '../redact/redaction.ts';
import { createUpstream } from '../upstream/upstream.ts';
import { writeFixture } from './fixture-folder.ts';
import { type Passed, recordingRoute } from './recording-route.ts';

/** One exchange as it may be shown. */
export interface RecordedExchange {
  readonly number: number;
  readonly bytes: Passed['bytes'];
  readonly method: string;
  readonly path: string;
  /** Whether the upstream answered. */
  readonly isAnswered: boolean;
  /** Undefined: none was written, and `failure` says why. */
  readonly fixture: Fixture | undefined;
  /** Why there is no fixture, in one sentence. */
  readonly failure: string | undefined;
}

export interface RecordingOptions {
  /** Of the real Qplane or Pulse, without path. */
  readonly origin: URL;
  /** Where fixtures go; it is there. */
  readonly folder: string;
  /** Names of fields that stay, beside those of the contract; default: none. */
  readonly fields?: readonly string[];
  /** Called for each exchange when it has ended and its fixture is written. */
  recorded(exchange: RecordedExchange): void;
  /** Called for a connection that broke before there was a request, with one sentence. */
  broken?(failure: string): void;
}

/** A recorder that listens on 127.0.0.1, with TLS and without. Dispose ends what is in progress and writes that, too. */
export interface Recording extends AsyncDisposable {
  readonly port: number;
  /** Signs the recorder's certificate, PEM. */
  readonly caPem: string;
}

/** Starts to pass requests to an upstream and to write what passes. */
export async function startRecording({
  origin,
  folder,
  fields,
  recorded,
  broken,
}: RecordingOptions): Promise<Recording> {
  await using stack = new AsyncDisposableStack();
  const redaction = createRedaction(fields);
  const pending = new Set<Promise<void>>();
  const ca = await createCertificateAuthority({ runId: `record-${randomBytes(3).toString('hex')}` });
  const upstream = createUpstream(origin);
  const route = recordingRoute({ upstream, origin, passed: (passed) => void follow(write(passed)) });
  const { handle } = route;
  const edge = await createEdge({
    ca,
    keepsJournal: false,
    routes: [{ ...route, handle: (...call) => follow(Promise.try(() => handle(...call))) }],
  });
  // Last in, first out: whoever waits for an answer is cut off before the rest is written.
  stack.defer(async () => {
    while (pending.size > 0) await Promise.allSettled([...pending]);
  });
  stack.use(upstream);
  stack.use(edge);
  stack.use(
    edge.journal.onChange(({ failure, route: taken }) => {
      if (failure !== undefined && taken === undefined) broken?.(failure);
    }),
  );
  const { port } = await edge.listen();
  const owned = stack.move();
  return { port, caPem: ca.certPem, [Symbol.asyncDispose]: () => owned.disposeAsync() };

  function follow(work: Promise<void>): Promise<void> {
    pending.add(work);
    return work.finally(() => pending.delete(work));
  }

  async function write({ number, bytes, raw, failure, method, target }: Passed): Promise<void> {
    const shown = {
      number,
      bytes,
      method: redactMethod(method),
      path: redactTarget(target, redaction.pseudonyms),
      isAnswered: raw !== undefined,
    };
    if (raw === undefined) return recorded({ ...shown, fixture: undefined, failure });
    let fixture: Fixture;
    try {
      fixture = redactExchange(raw, redaction);
      await writeFixture(folder, number, fixture);
    } catch (error) {
      const why = `its fixture cannot be written (${(error as NodeJS.ErrnoException).code ?? (error as Error).name})`;
      return recorded({ ...shown, fixture: undefined, failure: why });
    }
    return recorded({ ...shown, fixture, failure: undefined });
  }
}
