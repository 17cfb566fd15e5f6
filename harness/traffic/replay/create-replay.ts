import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { EdgeRequest, EdgeResponse, EdgeRoute } from '../../edge/edge-route.ts';
import type { TrafficPlan } from '../traffic-plan.ts';
import {
  type ReplayOutcome,
  type ReplayProgress,
  trafficHost,
  trafficPaths,
  type UpstreamPlan,
  type WorkloadPlan,
} from './replay-protocol.ts';
import { sentBytes } from './sent-bytes.ts';

const nothingSent: ReplayProgress = { sent: 0, failed: 0 };

/** The harness's end of a replay: hands the plan out at the Edge, gives the start, hears how it went. */
export interface Replay {
  readonly route: EdgeRoute;
  /** The workload has its plan, reaches every upstream and waits for the start. */
  readonly ready: Promise<void>;
  /** Lets the traffic begin, now or as soon as the workload is ready. */
  start(): void;
  /** The workload has sent everything and told every probe of it. */
  readonly done: Promise<ReplayOutcome>;
  readonly progress: ReplayProgress;
  /** One sentence on how far the replay has come, for the message of a wait that ended early. */
  state(): string;
}

export interface ReplayOptions {
  /** How many workloads share the exchanges of each endpoint; default 1. One more is refused. */
  readonly workloads?: number;
  /** Done when half of the traffic is sent; the other half waits for it. What it throws ends the replay. */
  readonly midway?: (() => Promise<void>) | undefined;
}

/** One replay of one plan. */
export function createReplay(plan: TrafficPlan, { workloads = 1, midway }: ReplayOptions = {}): Replay {
  const ready = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const done = Promise.withResolvers<ReplayOutcome>();
  const fetched = { workload: false, upstream: false, started: false, finished: false };
  const instances = new Set<string>();
  const outcomes: ReplayOutcome[] = [];
  const reported = new Map<string, ReplayProgress>();
  const sum = (each: Iterable<ReplayProgress>): ReplayProgress =>
    [...each].reduce((all, { sent, failed }) => ({ sent: all.sent + sent, failed: all.failed + failed }), nothingSent);
  let progress = nothingSent;

  const answers: Readonly<Record<string, (request: EdgeRequest, response: EdgeResponse, url: URL) => unknown>> = {
    [`GET ${trafficPaths.workloadPlan}`]: (_, response, url) => {
      fetched.workload = true;
      const part = Number(url.searchParams.get('part') ?? 0);
      answerJson(response, 200, workloadPlan(plan, { part, of: workloads, pauses: midway !== undefined }));
    },
    [`GET ${trafficPaths.upstreamPlan}`]: (_, response) => {
      fetched.upstream = true;
      answerJson(response, 200, upstreamPlan(plan));
    },
    [`GET ${trafficPaths.start}`]: async (_, response, url) => {
      const asking = url.searchParams.get('instance') ?? '';
      if (instances.size < workloads) instances.add(asking);
      if (!instances.has(asking)) return answerJson(response, 409, { error: 'another workload replays this plan' });
      if (instances.size === workloads) ready.resolve();
      await started.promise;
      return answerJson(response, 200, {});
    },
    [`GET ${trafficPaths.goOn}`]: async (_, response) => {
      try {
        await midway?.();
        answerJson(response, 200, {});
      } catch (error) {
        done.reject(error);
        answerJson(response, 503, { error: 'the traffic does not go on' });
      }
    },
    [`POST ${trafficPaths.progress}`]: async (request, response, url) => {
      const given = JSON.parse(await text(request)) as ReplayProgress;
      const part = url.searchParams.get('part') ?? '';
      const { sent, failed } = reported.get(part) ?? nothingSent;
      if (given.sent + given.failed > sent + failed) reported.set(part, given);
      progress = sum(reported.values());
      answerJson(response, 200, {});
    },
    [`POST ${trafficPaths.done}`]: async (request, response) => {
      outcomes.push(JSON.parse(await text(request)) as ReplayOutcome);
      answerJson(response, 200, {});
      if (outcomes.length < workloads) return;
      progress = sum(outcomes);
      fetched.finished = true;
      done.resolve({ ...progress, failures: outcomes.flatMap(({ failures }) => failures) });
    },
  };

  return {
    route: {
      name: 'traffic',
      matches: (host) => host === trafficHost,
      recordBodies: false,
      handle: async (request, response) => {
        const url = new URL(request.url ?? '/', `https://${trafficHost}`);
        const answer = answers[`${request.method} ${url.pathname}`];
        if (answer === undefined) answerJson(response, 404, { error: 'no such path' });
        else await answer(request, response, url);
      },
    },
    ready: ready.promise,
    start: () => {
      fetched.started = true;
      started.resolve();
    },
    done: done.promise,
    get progress() {
      return progress;
    },
    state: () => {
      if (fetched.finished) return 'the replay is finished';
      if (fetched.started && instances.size > 0) {
        return `${progress.sent} of ${plan.exchanges.length} exchanges are sent, ${progress.failed} failed`;
      }
      if (!fetched.upstream) return 'the upstream has not fetched its plan';
      if (!fetched.workload) return 'the workload has not fetched its plan';
      return instances.size < workloads
        ? 'the workload does not reach every upstream yet'
        : 'the workload waits for the start';
    },
  };
}

function answerJson(response: EdgeResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

interface Part {
  readonly part: number;
  readonly of: number;
  /** Whether it pauses at half. */
  readonly pauses: boolean;
}

/** What one workload sends: of each endpoint every so many-th exchange. */
function workloadPlan({ exchanges, inOrder = false }: TrafficPlan, { part, of, pauses }: Part): WorkloadPlan {
  const counts = new Map<string, number>();
  const own = exchanges.filter(({ host, path }) => {
    const count = counts.get(host + path) ?? 0;
    counts.set(host + path, count + 1);
    return count % of === part;
  });
  return {
    inOrder,
    pauseAfter: pauses ? Math.floor(own.length / 2) : undefined,
    exchanges: own.map(({ id, method, host, path, headers, request, response, clockAhead }) => ({
      id,
      method,
      host,
      path,
      ...(headers && { headers }),
      request,
      response: {
        status: response.status,
        contentType: response.contentType,
        bodyHash: createHash('sha1').update(sentBytes(response)).digest('hex'),
      },
      ...(clockAhead !== undefined && { clockAhead }),
    })),
  };
}

function upstreamPlan({ exchanges }: TrafficPlan): UpstreamPlan {
  return { responses: exchanges.map(({ id, response }) => ({ id, ...response })) };
}
