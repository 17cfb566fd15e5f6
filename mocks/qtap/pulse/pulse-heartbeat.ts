import { hostname, machine, release } from 'node:os';
import type { Durations } from '../durations.ts';
import { httpCall } from '../http-call.ts';
import { errorText, type Log } from '../log.ts';

export interface PulseHeartbeatOptions {
  readonly url: string;
  readonly token: string;
  readonly instanceId: string;
  readonly durations: Durations;
  readonly log: Log;
}

/** Reports the agent to Pulse: at once, every 5 min, and when it stops (reference, pulse.md section 3). */
export class PulseHeartbeat {
  readonly #options: PulseHeartbeatOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PulseHeartbeatOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#options.log.info('starting heartbeat');
    await this.#send('starting');
    this.#timer = setInterval(() => void this.#send('ready'), this.#options.durations.pulseHeartbeat).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#options.log.info('stopping heartbeat');
    await this.#send('stopped');
  }

  async #send(status: 'starting' | 'ready' | 'stopped'): Promise<void> {
    const { url, token, instanceId, durations, log } = this.#options;
    const body = { hostname: hostname(), status, instanceId, kernelRelease: release(), architecture: machine() };
    try {
      const answer = await httpCall(new URL('/api/v1/heartbeat', url).href, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
        timeout: durations.limits.heartbeat,
      });
      if (answer.status !== 201) log.error('sending heartbeat', { error: `unexpected status ${answer.status}` });
    } catch (error) {
      log.error('sending heartbeat', { error: errorText(error) });
    }
  }
}
