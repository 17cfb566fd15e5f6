import { Agent as HttpAgent, get as httpGet, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import type { Container } from './pod-context.ts';
import type { ProbeTarget } from './probe-target.ts';

export type Probe = NonNullable<Container['readinessProbe']>;
type HttpAction = NonNullable<Probe['httpGet']>;

/** What a probe met. `unknown` is an answer that neither passes nor fails: the probe itself could not be made. */
export interface ProbeAnswer {
  readonly result: 'success' | 'failure' | 'unknown';
  /** The kubelet's words for it. */
  readonly text: string;
}

// Like the kubelet, every probe opens its own connection; one kept open would hide that nobody listens any more.
const agent = new HttpAgent({ keepAlive: false });

/** Asks once. Never throws. Words and judgement of the kubelet's `pkg/probe`. */
export async function probeOnce(probe: Probe, target: ProbeTarget, signal: AbortSignal): Promise<ProbeAnswer> {
  const action = probe.httpGet ?? probe.tcpSocket ?? probe.grpc;
  if (!action) return runExec(probe, target, signal);
  const port = resolvePort(action.port, target.container);
  if (port === undefined) {
    return { result: 'unknown', text: `strconv.Atoi: parsing ${JSON.stringify(action.port)}: invalid syntax` };
  }
  const seconds = probe.timeoutSeconds ?? 1;
  const timeout = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  const ip = ('host' in action && action.host) || target.ip;
  const real = target.realPort(ip === '127.0.0.1' || ip === 'localhost' ? target.ip : ip, port);
  const refused = `dial tcp ${ip}:${port}: connect: connection refused`;
  if (probe.httpGet) return askHttp(probe.httpGet, `${ip}:${port}`, real, refused, timeout);
  const open = real !== undefined && (await canConnect(real, timeout));
  if (open) return { result: 'success', text: '' };
  const grpcText = `timeout: failed to connect service "${ip}:${port}" within ${seconds}s: context deadline exceeded`;
  return { result: 'failure', text: probe.grpc ? grpcText : refused };
}

/** Number of a port that is given by number, numeral or name; undefined: no port of that name. */
function resolvePort(port: number | string, container: Container): number | undefined {
  if (typeof port === 'number') return port;
  if (/^\d+$/.test(port)) return Number(port);
  return container.ports?.find(({ name }) => name === port)?.containerPort;
}

/** Source: kubernetes/pkg/probe/exec. */
async function runExec(probe: Probe, target: ProbeTarget, signal: AbortSignal): Promise<ProbeAnswer> {
  const command = probe.exec?.command ?? [];
  const seconds = probe.timeoutSeconds ?? 1;
  const timeout = AbortSignal.timeout(seconds * 1000);
  try {
    const { exitCode, output } = await target.run(command, AbortSignal.any([signal, timeout]));
    if (timeout.aborted) {
      const text = `command timed out: ${JSON.stringify(command.join(' '))} timed out after ${seconds}s`;
      return { result: 'failure', text };
    }
    return { result: exitCode === 0 ? 'success' : 'failure', text: output };
  } catch (error) {
    return { result: 'unknown', text: `rpc error: code = Unknown desc = ${(error as Error).message}` };
  }
}

async function askHttp(
  action: HttpAction,
  address: string,
  port: number | undefined,
  refused: string,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const secure = action.scheme === 'HTTPS';
  const path = action.path?.startsWith('/') ? action.path : `/${action.path ?? ''}`;
  const subject = `Get "${secure ? 'https' : 'http'}://${address}${path}":`;
  if (port === undefined) return { result: 'failure', text: `${subject} ${refused}` };
  const entries = (action.httpHeaders ?? []).map(({ name, value }) => [name, value] as const);
  const headers = { host: address, 'user-agent': 'kube-probe/1.34', accept: '*/*', ...lowerCase(entries) };
  try {
    const status = await getStatus({ host: '127.0.0.1', port, path, headers, signal }, secure);
    if (status >= 200 && status < 400) return { result: 'success', text: `HTTP ${status}` };
    return { result: 'failure', text: `HTTP probe failed with statuscode: ${status}` };
  } catch (error) {
    return { result: 'failure', text: `${subject} ${goError(error, refused, signal)}` };
  }
}

async function getStatus(options: RequestOptions, secure: boolean): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const answered = (response: IncomingMessage): void => {
    response.resume();
    resolve(response.statusCode ?? 0);
  };
  if (secure) {
    const https = await import('node:https');
    // A probe checks no certificate; nor does the kubelet.
    https.get({ ...options, agent: false, rejectUnauthorized: false }, answered).on('error', reject);
  } else httpGet({ ...options, agent }, answered).on('error', reject);
  return promise;
}

function goError(error: unknown, refused: string, signal: AbortSignal): string {
  if (signal.aborted) return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ECONNREFUSED') return refused;
  return code === 'ECONNRESET' ? 'EOF' : String((error as Error).message);
}

function lowerCase(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}

async function canConnect(port: number, signal: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port, signal });
  socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}
