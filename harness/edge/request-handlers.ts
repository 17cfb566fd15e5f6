import type { EdgeRequest, EdgeResponse, EdgeRoute } from './edge-route.ts';
import type { Caller } from './exchange.ts';
import { applyFault } from './faults/apply-fault.ts';
import { breakConnection } from './faults/break-connection.ts';
import type { Fault } from './faults/fault.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import { strikeUpgrade } from './faults/strike-upgrade.ts';
import type { ExchangeRecorder, JournalWriter } from './journal.ts';
import { observeExchange } from './observe-exchange.ts';
import type { ProtocolHandlers } from './protocol-servers.ts';
import { refuseUnknownHost } from './refuse-unknown-host.ts';
import { requestHeaders, requestHost } from './request-facts.ts';

const ownNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Chooses the route of each request and journals it; returns what handles the connections of one caller to one port. */
export function createRequestHandlers(options: {
  readonly routes: readonly EdgeRoute[];
  readonly begin: JournalWriter['begin'];
  readonly bodyLimit: number;
  readonly faults: FaultPlan | undefined;
}): (caller: Caller | undefined, port: number) => ProtocolHandlers {
  const { routes, begin, bodyLimit, faults } = options;
  const isUpgrade = ({ headers }: EdgeRequest) => headers.upgrade?.toLowerCase() === 'websocket';
  const find = (request: EdgeRequest) => {
    const host = requestHost(request);
    const path = request.url ?? '';
    const ownAddress = ownNames.has(host);
    const takesOwn = (candidate: EdgeRoute) =>
      isUpgrade(request) ? candidate.upgrade !== undefined : candidate.matchesPath?.(path);
    const route = routes.find((candidate) => (ownAddress ? takesOwn(candidate) : candidate.matches(host)));
    return { route, host, path, ownAddress };
  };
  /** Exchanges that are not at their end, by the connection that carries them. */
  const underWay = new WeakMap<object, Set<ExchangeRecorder>>();
  const underWayWith = (request: EdgeRequest): Set<ExchangeRecorder> => {
    const carrier = ('stream' in request && request.stream.session) || request.socket;
    const known = underWay.get(carrier) ?? new Set();
    underWay.set(carrier, known);
    return known;
  };
  return (caller, port) => {
    const beginWith = (request: EdgeRequest, { route, host, path }: ReturnType<typeof find>) =>
      begin(
        {
          startedAt: Date.now(),
          caller,
          host,
          port,
          protocol: request.httpVersionMajor === 2 ? 'h2' : 'http/1.1',
          method: request.method ?? '',
          path,
          requestHeaders: requestHeaders(request),
          route: route?.name,
        },
        route?.recordBodies === false ? 0 : bodyLimit,
      );
    /** The fault that strikes a request on its way to a route, noted in the journal. */
    const strike = (
      { route, host, path }: ReturnType<typeof find>,
      { method = '' }: EdgeRequest,
      recorder: ExchangeRecorder,
    ): Fault | undefined => {
      const rule = route && faults?.strike({ host, route: route.name, method, path });
      if (rule !== undefined) recorder.struck(rule.name);
      return rule?.fault;
    };
    const thrown = (route: EdgeRoute | undefined, error: unknown) =>
      `route ${route?.name ?? '(refusal)'} threw: ${error instanceof Error ? error.message : error}`;

    return {
      request(request, response) {
        const found = find(request);
        const { route, host, ownAddress } = found;
        const recorder = beginWith(request, found);
        observeExchange(request, response, recorder);
        const connection = underWayWith(request);
        connection.add(recorder);
        response.once('close', () => connection.delete(recorder));
        const context = { caller, port, host, ownAddress };
        const answer: EdgeResponse = response;
        const handled = Promise.try(() => {
          if (route === undefined) return refuseUnknownHost(request, answer, context);
          const handle = () => route.handle(request, answer, context);
          const fault = strike(found, request, recorder);
          if (fault === undefined) return handle();
          const cut = () => {
            // All that is under way on it is struck by the same.
            for (const other of connection) if (recorder.exchange.fault) other.struck(recorder.exchange.fault);
            breakConnection(request);
          };
          return applyFault(fault, request, answer, { handle, cut });
        });
        handled.catch((error: unknown) => {
          recorder.fail(thrown(route, error));
          if (!answer.headersSent) answer.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
          answer.end("The harness's Edge failed to answer; its journal says why.\n");
        });
      },
      takesUpgrade: (request) => isUpgrade(request) && find(request).route?.upgrade !== undefined,
      upgrade(request, socket, head) {
        const found = find(request);
        const { route, host, ownAddress } = found;
        const recorder = beginWith(request, found);
        const done = (status: number | undefined) => recorder.end({ status, responseBytes: 0 });
        const context = { caller, port, host, ownAddress };
        const frames = {
          received: (frame: Uint8Array) => recorder.requestBytes(frame),
          sent: (frame: string | Uint8Array) => recorder.responded(Buffer.byteLength(frame)),
        };
        const take = async () => route?.upgrade?.(request, socket, head, context, frames);
        const fault = strike(found, request, recorder);
        Promise.try(() => (fault === undefined ? take() : strikeUpgrade(fault, socket, take))).then(
          done,
          (error: unknown) => {
            recorder.fail(thrown(route, error));
            done(undefined);
            socket.destroy();
          },
        );
      },
      broken(protocol, host, failure) {
        const nothing = { method: '', path: '', requestHeaders: {}, route: undefined };
        const recorder = begin({ startedAt: Date.now(), caller, host, port, protocol, ...nothing }, 0);
        recorder.end({ status: undefined, responseBytes: 0, failure });
      },
    };
  };
}
