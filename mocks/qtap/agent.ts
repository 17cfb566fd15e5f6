import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { release } from 'node:os';
import { draw } from '../../harness/sampling/draw.ts';
import { resolveValue } from '../../harness/snapshot/resolve-value.ts';
import type { Snapshot } from '../../harness/snapshot/snapshot.ts';
import { timeScale } from '../time-scale.ts';
import { type ConfigSource, configSource } from './control/config-source.ts';
import { debounce } from './control/debounce.ts';
import { PushChannel, type PushChannelOptions } from './control/push-channel.ts';
import { Qplane, type Registration } from './control/qplane.ts';
import { type Durations, durations } from './durations.ts';
import { requireKernel } from './kernel-version.ts';
import { errorText, FatalError, type Log } from './log.ts';
import type { Options } from './options.ts';
import { CaptureSession } from './probe/capture-session.ts';
import { ConnectionReporter } from './probe/connection-reporter.ts';
import { nodeAccess } from './probe/node-access.ts';
import { requireNodeAccess, startProbeServer } from './probe/probe-server.ts';
import { hasTlsProbe } from './probe/tls-probes.ts';
import { connectionEvent } from './pulse/connection-event.ts';
import { PulseHeartbeat } from './pulse/pulse-heartbeat.ts';
import { QscanMetrics } from './status/qscan-metrics.ts';
import { startStatusServer } from './status/status-server.ts';
import { Tap, type TapContext } from './tap.ts';

export interface AgentOptions {
  readonly options: Options;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly print: (text: string) => void;
  /**
   * Gets what is to be undone, as soon as it is there. Disposing it, at any moment of the start or later, finishes uploads and
   * events and tells Qplane and Pulse.
   */
  readonly running: AsyncDisposableStack;
}

/** So many announced changes are not waited out (reference, qplane.md, "Push"). */
const changesAtMost = 100;

/** A Qtap that runs. */
export interface Agent {
  /** Takes the configuration anew; what is refused leaves the old one in force. */
  reload(): Promise<void>;
}

/** Starts the agent in the order of reference, qplane.md sections 2 and 6. Throws `FatalError` where Qtap would exit. */
export async function startAgent({ options, environment: given, log, print, running }: AgentOptions): Promise<Agent> {
  const { registrationToken: token, config } = options;
  const environment = token === '' ? given : { ...given, REGISTRATION_TOKEN: token };
  const scale = timeScale(environment);
  const { root: nodeRoot, seesProcesses } = nodeAccess(environment);
  const times = durations(scale);
  const instanceId = randomUUID();
  log.info('Starting Qtap', { version: 'stand-in' });
  requireKernel(environment.E2E_KERNEL_RELEASE ?? release());

  const qplane =
    config === '' && token !== ''
      ? new Qplane({ endpoint: options.registrationEndpoint, token, instanceId, durations: times, log })
      : undefined;
  await qplane?.startHeartbeat();
  running.defer(async () => qplane?.stopHeartbeat());
  const registration = await qplane?.register();
  const seed = registration?.seed ?? randomInt(2 ** 47);
  let isAnnounced = false;
  const update = {
    now: () => {
      isAnnounced = true;
    },
  };
  const changes = running.use(debounce(times.configDebounce, changesAtMost, () => update.now()));
  if (registration !== undefined) {
    const silent = options.logLevel === 'info' || options.logLevel === 'debug';
    const given = { ...registration, durations: times, log: silent ? undefined : log, changed: changes.event };
    await running
      .use(openPush(given))
      .attach()
      .catch((error: unknown) => {
        throw new FatalError('failed to register Ably watcher', { error: errorText(error) });
      });
  }
  const source = configSource({ config, qplane, durations: times, log, running });
  const snapshot = await loadConfig(source, log);

  log.info('loading BPF programs and maps');
  requireNodeAccess(nodeRoot);
  const heartbeat = pulseHeartbeat(snapshot, { environment, durations: times, log, instanceId });
  await heartbeat?.start();
  running.defer(async () => heartbeat?.stop());

  const startedAt = Date.now();
  const context: TapContext = {
    environment,
    durations: times,
    log,
    print,
    metrics: new QscanMetrics(),
    now: () => (Date.now() - startedAt) * scale,
    draw: (host, path, n) => draw(seed, host, path, n),
  };
  let tap = await Tap.create(snapshot, context);
  running.defer(() => tap.close());
  log.info('starting TLS Probes');
  const seesTls = hasTlsProbe(options.tlsProbes, log);
  const probe = startProbeServer({
    nodeRoot,
    instance: randomBytes(4).toString('hex'),
    log,
    congested: () => tap.congested,
    open: () =>
      new CaptureSession({
        settings: () => tap.snapshot.tap,
        httpBufferSize: options.httpBufferSize,
        seesTls,
        deploymentTags: options.tags,
        connections: new ConnectionReporter(times.connectionReport, (part) =>
          tap.report(connectionEvent(part, { agentInstance: instanceId, seesProcesses })),
        ),
        capture: (exchange) => tap.capture(exchange),
      }),
  });
  running.use(await probe);
  log.info('eBPF program loaded and listening');
  const status = startStatusServer(options.listen, context.metrics).catch((error: unknown) => {
    throw new FatalError('failed to start status server', { error: errorText(error) });
  });
  running.use(await status);

  /** One after the other: a tap that is replaced is closed once. */
  let loading = Promise.resolve();
  const reload = (failure: string) => {
    loading = loading.then(async () => {
      try {
        const next = await Tap.create(await source(), context);
        const previous = tap;
        tap = next;
        log.info('config load completed');
        await previous.close();
      } catch (error) {
        log.error(failure, { error: errorText(error) });
      }
    });
    return loading;
  };
  update.now = () => void reload('Failed to fetch config after update notification');
  // What was announced while it started.
  if (isAnnounced) update.now();
  return {
    reload: () => {
      log.info('SIGHUP received, reloading configuration');
      return reload('failed to reload config on SIGHUP');
    },
  };
}

function openPush(given: Omit<PushChannelOptions, 'key' | 'channel'> & Registration): PushChannel {
  const { orgId, ablyToken: key } = given;
  if (!/^[^:]+:.+$/.test(key)) {
    throw new FatalError('failed to initialize Ably updater', { error: 'the key is not of the form name:secret' });
  }
  return new PushChannel({ ...given, key, channel: `${orgId}-deploy` });
}

async function loadConfig(source: ConfigSource, log: Log): Promise<Snapshot> {
  try {
    const snapshot = await source();
    log.info('config load completed');
    return snapshot;
  } catch (error) {
    throw new FatalError('unable to start config manager', { error: errorText(error) });
  }
}

/** Set up once, from the first `pulse` store at the start; fatal when its token resolves to nothing. */
function pulseHeartbeat(
  { eventStores }: Snapshot,
  context: {
    readonly environment: AgentOptions['environment'];
    readonly durations: Durations;
    readonly log: Log;
    readonly instanceId: string;
  },
): PulseHeartbeat | undefined {
  const store = eventStores.find(({ type }) => type.startsWith('pulse'));
  if (store === undefined) return undefined;
  const token = resolveValue(store.token, context.environment);
  if (token === '') throw new FatalError('creating pulse heartbeat', { error: 'token is empty' });
  return new PulseHeartbeat({ ...context, url: store.url, token });
}
