import { Code } from '@connectrpc/connect';
import type { Fault, FaultPlace, FaultRule, FaultTime } from '../../edge/faults/fault.ts';

const slowDown: Fault = {
  kind: 'status',
  status: 503,
  contentType: 'application/xml',
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>',
};
const unavailable: Fault = { kind: 'rpc-error', code: Code.Unavailable };
const badGateway: Fault = { kind: 'status', status: 502 };

/** Keys, SHA-1 in hex, of which S3 takes none: 4 of 256. An outage that is over before the tenth attempt costs no upload. */
const throttled = /\/0[0-3][0-9a-f]{38}$/;

/** How often a batch is refused in a row: in a large run long enough for the queue behind it to overflow. */
function attempts(artifacts: number): number {
  return Math.min(8, Math.max(1, Math.round(Math.log2(artifacts / 10))));
}

/**
 * The outages of a run with so many artifacts: S3 down once for writers and once for readers, Pulse down once, and all the while
 * single calls that are refused, cut before or after they took effect, late or answered with nonsense.
 */
export function outageRules(artifacts: number): FaultRule[] {
  const store = (method: string): FaultPlace => ({ route: 'object-store', method });
  const pulse = (rpc: string): FaultPlace => ({ route: 'pulse', rpc });
  const rule = (name: string, at: FaultPlace, fault: Fault, when: FaultTime): FaultRule => ({ name, at, fault, when });
  const span = (start: number, length: number): FaultTime => {
    const from = Math.floor(start);
    return { requests: { from, to: from + Math.ceil(length) } };
  };
  return [
    rule('S3 throttles a prefix', { ...store('PUT'), path: throttled }, slowDown, {}),
    rule('S3 is down for uploads', store('PUT'), slowDown, span(0.3 * artifacts, 80 + 0.1 * artifacts)),
    rule('S3 refuses an upload', store('PUT'), slowDown, { share: 0.03 }),
    rule('S3 breaks an upload off', store('PUT'), { kind: 'cut', at: 'request' }, { share: 0.01 }),
    rule('S3 stores, and its answer is lost', store('PUT'), { kind: 'cut', at: 'answer' }, { share: 0.01 }),
    rule('S3 is down for downloads', store('GET'), slowDown, span(0.5 * artifacts, 10 + 0.01 * artifacts)),
    rule('S3 refuses a download', store('GET'), slowDown, { share: 0.03 }),
    rule('S3 breaks a download off', store('GET'), { kind: 'cut', at: 'half' }, { share: 0.01 }),
    rule('S3 is slow', store('GET'), { kind: 'latency', milliseconds: 50 }, { share: 0.02 }),
    rule(
      'Pulse is down for events',
      pulse('IngestBatch'),
      unavailable,
      span(Math.min(artifacts / 20, 50), attempts(artifacts)),
    ),
    rule('a proxy before Pulse answers', pulse('IngestBatch'), badGateway, { share: 0.1 }),
    rule('Pulse breaks a batch off', pulse('IngestBatch'), { kind: 'cut', at: 'request' }, { share: 0.1 }),
    rule(
      'Pulse takes a batch, and its answer is lost',
      pulse('IngestBatch'),
      { kind: 'cut', at: 'answer' },
      { share: 0.1 },
    ),
    rule('Pulse has no job to give', pulse('GetNextJob'), unavailable, { share: 0.01 }),
    rule('a job is lost on its way', pulse('GetNextJob'), { kind: 'cut', at: 'answer' }, { share: 0.01 }),
    rule('a job comes as nonsense', pulse('GetNextJob'), { kind: 'wrong-message' }, { share: 0.005 }),
    rule('Pulse refuses a report', pulse('SubmitJobReport'), unavailable, { share: 0.05 }),
    rule(
      'Pulse takes a report, and its answer is lost',
      pulse('SubmitJobReport'),
      { kind: 'cut', at: 'answer' },
      { share: 0.03 },
    ),
  ];
}
