import { Code, ConnectError, createConnectRouter, type HandlerContext } from '@connectrpc/connect';
import { createFetchHandler } from '@connectrpc/connect/protocol';
import { compressionGzip } from '@connectrpc/connect-node';
import { EventStoreService } from '../proto/gen/eventstore/v1/event_store_pb.js';
import { QscanSchedulerService, type SubmitJobReportRequest } from '../proto/gen/qscan/v1/scheduler_pb.js';
import type { PlatformEnvironment } from '../serve/platform-environment.ts';
import { readLimit } from '../serve/read-limit.ts';
import { requestOrigin } from '../serve/request-origin.ts';
import type { EventIntake } from './event-intake.ts';
import type { ScanOutcome } from './scan-job.ts';
import type { Clock, Scheduler } from './scheduler.ts';
import type { PulseSettings } from './settings.ts';

export interface RpcParts {
  readonly settings: PulseSettings;
  readonly scheduler: Scheduler;
  readonly intake: EventIntake;
  readonly clock: Clock;
  /** The environment of a call's token; undefined: refused, and recorded as that. */
  admit(call: string, headers: Headers): PlatformEnvironment | undefined;
  changed(): void;
  polled(): void;
}

/** One RPC as a fetch handler of Connect's unary protocol, binary and JSON. */
export interface RpcHandler {
  /** `/package.Service/Method`. */
  readonly path: string;
  answer(request: Request): Promise<Response>;
}

/** Pulse's unary RPCs. */
export function rpcHandlers({ settings, scheduler, intake, clock, admit, changed, polled }: RpcParts): RpcHandler[] {
  function orgOf(context: HandlerContext): string {
    const environment = admit(`${context.service.typeName}/${context.method.name}`, context.requestHeader);
    if (environment === undefined) throw new ConnectError('invalid token', Code.Unauthenticated);
    return environment.orgId;
  }

  const router = createConnectRouter({
    connect: true,
    grpc: false,
    grpcWeb: false,
    acceptCompression: [compressionGzip],
    readMaxBytes: readLimit,
  });
  // First, because pollers call it most.
  router.service(QscanSchedulerService, {
    ping: (_, context) => ({ orgId: orgOf(context), service: 'qscan' }),
    getNextJob(_, context) {
      const orgId = orgOf(context);
      polled();
      const job = scheduler.next(orgId, requestOrigin()?.caller);
      changed();
      if (job !== undefined) {
        return { scanId: job.scanId, orgId, artifact: job.artifact };
      }
      if (settings.emptyQueue === 'empty-message') return {};
      throw new ConnectError('no job waits', settings.emptyQueue === 'not_found' ? Code.NotFound : Code.Unavailable);
    },
    submitJobReport(request, context) {
      const orgId = orgOf(context);
      const outcome = outcomeOf(request);
      const verdict = scheduler.report(orgId, request.scanId, outcome, requestOrigin()?.caller);
      changed();
      if (verdict === 'not_found') throw new ConnectError('unknown scan_id', Code.NotFound);
      if (verdict === 'already_exists') throw new ConnectError('already reported', Code.AlreadyExists);
      return {};
    },
  });
  router.service(EventStoreService, {
    ping: (_, context) => ({ orgId: orgOf(context) }),
    ingestBatch({ events }, context) {
      const from = { orgId: orgOf(context), caller: requestOrigin()?.caller, at: clock.now() };
      const [violation] = intake.take(events, from);
      changed();
      if (violation !== undefined) throw new ConnectError(violation.text, Code.InvalidArgument);
      return {};
    },
  });
  return router.handlers
    .filter(({ method }) => method.methodKind === 'unary')
    .map((handler) => {
      const answer = createFetchHandler(handler);
      return { path: handler.requestPath, answer: async (request) => blameCaller(await answer(request)) };
    });
}

/**
 * A message that cannot be parsed is the caller's fault, as connect-go has it, which Pulse's other clients are made of; connect-es
 * calls it internal. Over gRPC it stays so, as in gRPC's own table (grpc, doc/statuscodes.md).
 */
async function blameCaller(response: Response): Promise<Response> {
  if (response.status !== 500) return response;
  const error = (await response.clone().json()) as { readonly code?: string; readonly message?: string };
  if (error.code !== 'internal' || !/^(?:parse|cannot decode) /.test(error.message ?? '')) return response;
  return Response.json({ ...error, code: 'invalid_argument' }, { status: 400, headers: response.headers });
}

function outcomeOf({ result }: SubmitJobReportRequest): ScanOutcome {
  const outcome = result?.result;
  if (outcome?.case === 'success') {
    return { kind: 'success', artifact: outcome.value.artifact, findings: outcome.value.piiEntities };
  }
  if (outcome?.case === 'error') return { kind: 'error', errorText: outcome.value.errorText };
  throw new ConnectError('the report holds neither success nor error', Code.InvalidArgument);
}
