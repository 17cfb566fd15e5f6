import { create, type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf';
import {
  GetNextJobRequestSchema,
  type GetNextJobResponse,
  GetNextJobResponseSchema,
  type SubmitJobReportRequest,
  SubmitJobReportRequestSchema,
  SubmitJobReportResponseSchema,
} from '../../proto/gen/qscan/v1/scheduler_pb.js';
import { failureText } from '../http/failure-text.ts';
import type { HttpCaller } from '../http/http-caller.ts';
import { errorOf, PulseError } from './pulse-error.ts';

/** Pulse's scan scheduler, as the worker calls it. */
export interface SchedulerClient {
  /** The next job; undefined when the queue is empty. Throws `PulseError`. */
  getNextJob(signal: AbortSignal): Promise<GetNextJobResponse | undefined>;
  /** Throws `PulseError`. */
  submitJobReport(report: SubmitJobReportRequest): Promise<void>;
}

export interface SchedulerClientOptions {
  readonly endpoint: URL;
  readonly token: string | undefined;
  readonly caller: Pick<HttpCaller, 'call'>;
  readonly timeout: number;
}

/**
 * Speaks Connect's unary protocol with binary protobuf over HTTP/1.1 (https://connectrpc.com/docs/protocol). Written out,
 * because connect-node costs a pod 80 ms and 13 MB at start for these two calls.
 */
export function createSchedulerClient({ endpoint, token, caller, timeout }: SchedulerClientOptions): SchedulerClient {
  const base = endpoint.href.replace(/\/$/, '');

  async function unary<Output extends DescMessage>(
    method: string,
    body: Uint8Array,
    output: Output,
    signal?: AbortSignal,
  ) {
    const url = new URL(`${base}/qscan.v1.QscanSchedulerService/${method}`);
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/proto',
      'connect-protocol-version': '1',
      'connect-timeout-ms': String(timeout),
      'user-agent': 'qscan-stand-in',
    };
    const where = `${method} ${url.origin}`;
    const answer = await caller
      .call({ method: 'POST', url, headers, body, ...(signal === undefined ? {} : { signal }) })
      .catch((error: unknown) => {
        throw new PulseError('unavailable', `${where}: ${failureText(error)}`, { cause: error });
      });
    if (answer.status !== 200) throw errorOf(where, answer);
    if (!answer.headers['content-type']?.startsWith('application/proto')) {
      throw new PulseError(
        'unknown',
        `${where}: the answer is ${answer.headers['content-type'] ?? 'of no type'}, not application/proto`,
      );
    }
    return decode(where, output, answer.body);
  }

  return {
    async getNextJob(signal) {
      const body = toBinary(GetNextJobRequestSchema, create(GetNextJobRequestSchema));
      const job = await unary('GetNextJob', body, GetNextJobResponseSchema, signal).catch((error: unknown) => {
        if (error instanceof PulseError && error.code === 'not_found') return undefined;
        throw error;
      });
      return job === undefined || job.scanId === '' ? undefined : job;
    },
    async submitJobReport(report) {
      await unary('SubmitJobReport', toBinary(SubmitJobReportRequestSchema, report), SubmitJobReportResponseSchema);
    },
  };
}

function decode<Output extends DescMessage>(where: string, output: Output, body: Buffer): MessageShape<Output> {
  try {
    return fromBinary(output, body);
  } catch (error) {
    throw new PulseError('internal', `${where}: the answer is no ${output.typeName}`, { cause: error });
  }
}
