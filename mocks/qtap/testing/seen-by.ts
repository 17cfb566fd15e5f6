import type { IngestedEvent } from '../../pulse/event-intake.ts';
import { bucket, type LogLine, type TestNode, type TestProgram } from './test-node.ts';

/** What is left of an agent that has come to its end. */
export interface Seen {
  /** Documents in the customer's own bucket. */
  readonly documents: readonly StoredDocument[];
  /** Requests to Qpoint's cloud storage. */
  readonly cloud: number;
  readonly artifacts: readonly IngestedEvent<'artifact'>['value'][];
  readonly requests: readonly IngestedEvent<'request'>['value'][];
  readonly connections: readonly IngestedEvent<'connection'>['value'][];
  readonly issues: readonly IngestedEvent<'issue'>['value'][];
  readonly heartbeats: number;
  readonly output: string;
  /** What the agent logged at level `warn` and above. */
  readonly trouble: readonly LogLine[];
}

/** A document of the `qscan` or the `http_capture` plugin, as far as it is JSON. */
export interface StoredDocument {
  readonly key: string;
  readonly url?: string;
  readonly request?: { readonly url?: string; readonly headers?: object; readonly body?: string };
}

/** Ends the agent, which finishes uploads and events first, and answers with what it left everywhere. */
export async function seenBy(node: TestNode, qtap: TestProgram): Promise<Seen> {
  qtap.kill('SIGTERM');
  await qtap.exited;
  const { state } = node.pulse;
  const values = <Kind extends 'artifact' | 'request' | 'issue' | 'connection'>(kind: Kind) =>
    state.events(kind).map(({ value }) => value);
  return {
    documents: node.store
      .objects(bucket)
      .map(({ key }) => ({ ...JSON.parse(node.store.read(bucket, key)?.toString() ?? ''), key })),
    cloud: node.journal.entries().filter(({ route }) => route === 'qpoint-warehouse').length,
    artifacts: values('artifact'),
    requests: values('request'),
    connections: values('connection'),
    issues: values('issue'),
    heartbeats: state.heartbeats().length,
    output: qtap.output(),
    trouble: qtap.lines().filter(({ level }) => level !== 'info' && level !== 'debug'),
  };
}
