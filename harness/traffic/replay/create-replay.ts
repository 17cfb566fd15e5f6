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

/** One replay of one plan by one workload; a second workload is refused. */
export function createReplay(plan: TrafficPlan): Replay {
  const ready = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const done = Promise.withResolvers<ReplayOutcome>();
  const fetched = { workload: false, upstream: false, started: false, finished: false };
  let instance: string | undefined;
  let progress: ReplayProgress = { sent: 0, failed: 0 };

  const answers: Readonly<Record<string, (request: EdgeRequest, response: EdgeResponse, url: URL) => unknown>> = {
    [`GET ${trafficPaths.workloadPlan}`]: (_, response) => {
      fetched.workload = true;
      answerJson(response, 200, workloadPlan(plan));
    },
    [`GET ${trafficPaths.upstreamPlan}`]: (_, response) => {
      fetched.upstream = true;
      answerJson(response, 200, upstreamPlan(plan));
    },
    [`GET ${trafficPaths.start}`]: async (_, response, url) => {
      const asking = url.searchParams.get('instance') ?? '';
      instance ??= asking;
      if (asking !== instance) return answerJson(response, 409, { error: 'another workload replays this plan' });
      ready.resolve();
      await started.promise;
      return answerJson(response, 200, {});
    },
    [`POST ${trafficPaths.progress}`]: async (request, response) => {
      const reported = JSON.parse(await text(request)) as ReplayProgress;
      if (reported.sent + reported.failed > progress.sent + progress.failed) progress = reported;
      answerJson(response, 200, {});
    },
    [`POST ${trafficPaths.done}`]: async (request, response) => {
      const outcome = JSON.parse(await text(request)) as ReplayOutcome;
      progress = { sent: outcome.sent, failed: outcome.failed };
      answerJson(response, 200, {});
      fetched.finished = true;
      done.resolve(outcome);
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
      if (fetched.started && instance !== undefined) {
        return `${progress.sent} of ${plan.exchanges.length} exchanges are sent, ${progress.failed} failed`;
      }
      if (!fetched.upstream) return 'the upstream has not fetched its plan';
      if (!fetched.workload) return 'the workload has not fetched its plan';
      return instance === undefined
        ? 'the workload does not reach every upstream yet'
        : 'the workload waits for the start';
    },
  };
}

function answerJson(response: EdgeResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function workloadPlan({ exchanges }: TrafficPlan): WorkloadPlan {
  return {
    exchanges: exchanges.map(
      ({ id, method, host, path, headers, request, response: { status, contentType, body } }) => ({
        id,
        method,
        host,
        path,
        ...(headers && { headers }),
        request,
        response: { status, contentType, bodyHash: createHash('sha1').update(body).digest('hex') },
      }),
    ),
  };
}

function upstreamPlan({ exchanges }: TrafficPlan): UpstreamPlan {
  return { responses: exchanges.map(({ id, response }) => ({ id, ...response })) };
}
