import { HttpResponse, http, type RequestHandler } from 'msw';
import { pulseHosts } from '../../harness/edge/hosts.ts';
import { authenticate } from '../serve/authenticate.ts';
import { createObservedState } from '../serve/observed-state.ts';
import type { PlatformEnvironment } from '../serve/platform-environment.ts';
import { requestOrigin } from '../serve/request-origin.ts';
import { createEventIntake, type EventKind, type IngestedEvent } from './event-intake.ts';
import { readHeartbeat } from './read-heartbeat.ts';
import { rpcHandlers } from './rpc-handlers.ts';
import { type Clock, createScheduler } from './scheduler.ts';
import { defaultPulseSettings, type PulseSettings } from './settings.ts';
import type { Heartbeat, PulseState, RefusedCall } from './state.ts';

export interface PulseOptions {
  readonly environments: readonly PlatformEnvironment[];
  readonly settings?: Partial<PulseSettings>;
  /** Counts leases. Default: the machine's. */
  readonly clock?: Clock;
}

/** Pulse: event intake, heartbeat and scan scheduler (reference, pulse.md). */
export interface Pulse {
  /** MSW handlers against the real URLs, RPCs in Connect's unary form. Put others in front of them to change an answer. */
  readonly handlers: RequestHandler[];
  readonly state: PulseState;
}

export function createPulse({ environments, settings: changed, clock = { now: Date.now } }: PulseOptions): Pulse {
  const settings = { ...defaultPulseSettings, ...changed };
  const scheduler = createScheduler(settings, clock);
  const intake = createEventIntake(settings, (event) => {
    if (event.kind === 'artifact') scheduler.enqueue(event.orgId, event.value);
  });
  const heartbeats: Heartbeat[] = [];
  const refusals: RefusedCall[] = [];
  let polls = 0;
  const observed = createObservedState(() => {
    const count = (state: string): number => scheduler.jobs().filter((job) => job.state === state).length;
    return (
      `Pulse has ${intake.events().length} events, ${count('queued')} jobs queued, ${count('leased')} leased, ` +
      `${count('done')} done, ${count('failed')} failed, ${heartbeats.length} heartbeats, ${refusals.length} refused calls`
    );
  });

  function admit(call: string, headers: Headers): PlatformEnvironment | undefined {
    const { environment, refusal } = authenticate(environments, headers);
    if (refusal === undefined) return environment;
    refusals.push({ call, refusal, caller: requestOrigin()?.caller, at: clock.now() });
    observed.changed();
    return undefined;
  }

  async function heartbeat({ request }: { request: Request }): Promise<Response> {
    const environment = admit('heartbeat', request.headers);
    if (environment === undefined) {
      return HttpResponse.json({ code: 'unauthenticated', message: 'invalid token' }, { status: 401 });
    }
    const beat = readHeartbeat(await request.text());
    if (beat === undefined) return HttpResponse.json({ error: 'the heartbeat is not a JSON object' }, { status: 400 });
    heartbeats.push({ ...beat, orgId: environment.orgId, caller: requestOrigin()?.caller, at: clock.now() });
    observed.changed();
    return HttpResponse.json({}, { status: 201 });
  }

  const rpcs = rpcHandlers({
    settings,
    scheduler,
    intake,
    clock,
    admit,
    changed: observed.changed,
    polled() {
      polls += 1;
    },
  });
  const state: PulseState = {
    onChange: observed.onChange,
    waitFor: observed.waitFor,
    events: <Kind extends EventKind>(kind?: Kind) =>
      intake.events().filter((event): event is IngestedEvent<Kind> => kind === undefined || event.kind === kind),
    artifacts: () => state.events('artifact').map(({ value }) => value),
    jobs: (wanted) => scheduler.jobs().filter((job) => wanted === undefined || job.state === wanted),
    reports: scheduler.reports,
    findings: scheduler.findings,
    heartbeats: () => heartbeats.slice(),
    refusals: () => refusals.slice(),
    violations: intake.violations,
    polls: () => polls,
  };
  const handlers = [
    ...rpcs.map(({ path, answer }) => http.post(onPulse(path), ({ request }) => answer(request))),
    http.patch(onPulse('/api/v1/heartbeat'), heartbeat),
  ];
  return { handlers, state };
}

/** A path under either name: one pattern, because MSW tries its handlers one by one at every call. */
function onPulse(path: string): RegExp {
  const literal = (text: string): string => text.replaceAll('.', '\\.');
  return new RegExp(`^https://(?:${pulseHosts.map(literal).join('|')})${literal(path)}$`);
}
