import { STATUS_CODES } from 'node:http';
import { hostname, machine, release } from 'node:os';
import type { Durations } from '../durations.ts';
import { httpCall } from '../http-call.ts';
import { errorText, FatalError, type Log } from '../log.ts';

export interface QplaneOptions {
  readonly endpoint: string;
  readonly token: string;
  readonly instanceId: string;
  readonly durations: Durations;
  readonly log: Log;
}

export interface Registration {
  readonly orgId: string;
  /** Key of the push channel. */
  readonly ablyToken: string;
  /** The run's seed, in a field that real agents ignore; undefined from the real Qplane. */
  readonly seed: number | undefined;
}

type PingStatus = 'starting' | 'ready' | 'stopped';

/** Client of the control plane (reference, qplane.md section 2). */
export class Qplane {
  readonly #options: QplaneOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: QplaneOptions) {
    this.#options = options;
  }

  /** Sends the first ping and keeps pinging if it was taken. A refused ping does not stop the start. */
  async startHeartbeat(): Promise<void> {
    const { durations, log } = this.#options;
    log.info('starting heartbeat');
    if (!(await this.#ping('starting'))) return;
    this.#timer = setInterval(() => void this.#ping('ready'), Math.min(durations.qplaneHeartbeat, 2 ** 31 - 1)).unref();
  }

  async stopHeartbeat(): Promise<void> {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#options.log.info('stopping heartbeat');
    await this.#ping('stopped');
  }

  /** Fatal when unreachable, refused or undecodable. */
  async register(): Promise<Registration> {
    try {
      const { status, body } = await this.#get('/deploy/registration', 'application/json');
      const answer = JSON.parse(body) as {
        readonly registration?: { readonly orgId?: string; readonly ablyToken?: string };
        readonly harness?: { readonly seed?: unknown };
      };
      requireSuccess(status);
      const { orgId = '', ablyToken = '' } = answer.registration ?? {};
      const seed = answer.harness?.seed;
      return { orgId, ablyToken, seed: typeof seed === 'number' ? seed : undefined };
    } catch (error) {
      throw new FatalError('failed to fetch registration', { error: errorText(error) });
    }
  }

  /** The snapshot's text, with its `config` wrapper. Rejects when there is none. */
  async config(): Promise<string> {
    const { status, body } = await this.#get('/deploy/config?version=v2', 'application/yaml');
    requireSuccess(status);
    return body;
  }

  async #get(path: string, accept: string) {
    const { endpoint, token } = this.#options;
    return await httpCall(`${endpoint}${path}`, { headers: { accept, authorization: `Bearer ${token}` } });
  }

  async #ping(status: PingStatus): Promise<boolean> {
    const { endpoint, token, instanceId, durations, log } = this.#options;
    const body = JSON.stringify({
      name: hostname(),
      status,
      instanceId,
      sysInfo: { kernel: { release: release() }, system: { architecture: machine() } },
    });
    try {
      const answer = await httpCall(`${endpoint}/deploy/ping`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body,
        timeout: durations.limits.heartbeat,
      });
      if (answer.status === 200) return true;
      log.error('sending heartbeat', { error: `unexpected status ${answer.status}` });
    } catch (error) {
      log.error('sending heartbeat', { error: errorText(error) });
    }
    return false;
  }
}

function requireSuccess(status: number): void {
  if (status !== 200) throw new Error(`request failed with status "${STATUS_CODES[status] ?? status}"`);
}
