import { HttpResponse, http, type RequestHandler } from 'msw';
import { qplaneHost } from '../../harness/edge/hosts.ts';
import { deployChannel } from '../ably/deploy-channel.ts';
import { authenticate } from '../serve/authenticate.ts';
import type { PlatformEnvironment } from '../serve/platform-environment.ts';
import { requestOrigin } from '../serve/request-origin.ts';
import type { EnvironmentModel } from './model/environment-model.ts';
import { defaultQplaneSettings, type QplaneSettings } from './settings.ts';
import { createSnapshots } from './snapshots.ts';
import { createQplaneRecord, type QplaneCallKind, type QplanePing, type QplaneState } from './state.ts';

export interface QplaneEnvironment extends PlatformEnvironment {
  /** Seed of stand-in agents, in an extra field of the registration that real agents ignore. */
  readonly seed?: number;
  /** Config snapshot: YAML, served byte for byte (only one without the top key `config` is put under it), or what is rendered. */
  readonly snapshot: string | EnvironmentModel;
}

export interface QplaneOptions {
  readonly environments: readonly QplaneEnvironment[];
  readonly settings?: Partial<QplaneSettings>;
  /** Told when an environment's snapshot changes; default: nobody is. */
  readonly announce?: (orgId: string) => void;
}

/** Qplane's control plane as far as Qtap calls it (reference, qplane.md section 2). */
export interface Qplane {
  /** MSW handlers against the real URLs. Put others in front of them to change an answer. */
  readonly handlers: RequestHandler[];
  readonly state: QplaneState;
}

export function createQplane({ environments, settings, announce }: QplaneOptions): Qplane {
  const { unauthorizedStatus, ablyToken, certificate, ...rendering } = { ...defaultQplaneSettings, ...settings };
  const record = createQplaneRecord();
  const snapshots = createSnapshots(environments, rendering, announce);

  /** The environment of a call's token, or the refusal to send; either way the call is recorded. */
  function admit(kind: QplaneCallKind, request: Request, ping?: QplanePing): QplaneEnvironment | Response {
    const { token, environment, refusal } = authenticate(environments, request.headers);
    const caller = requestOrigin()?.caller;
    record.add({ kind, at: Date.now(), caller, token, orgId: environment?.orgId, refusal, ping });
    // The body must parse as JSON and as YAML: Qtap decodes it before it looks at the status.
    return environment ?? HttpResponse.json({ error: `${refusal} registration token` }, { status: unauthorizedStatus });
  }

  const url = (path: string): string => `https://${qplaneHost}/deploy/${path}`;
  return {
    handlers: [
      http.patch(url('ping'), async ({ request }) => {
        const ping = readPing(await request.text());
        const environment = admit('ping', request, ping);
        if (environment instanceof Response) return environment;
        return ping === undefined
          ? HttpResponse.json({ error: 'the ping is not a JSON object' }, { status: 400 })
          : HttpResponse.json({});
      }),
      http.get(url('registration'), ({ request }) => {
        const environment = admit('registration', request);
        if (environment instanceof Response) return environment;
        const { orgId, seed } = environment;
        const registration = { orgId, ablyToken: ablyToken ?? deployChannel(orgId).key, ca: '' };
        return HttpResponse.json({ registration, harness: { seed } });
      }),
      http.get(url('config'), ({ request }) => {
        const environment = admit('config', request);
        if (environment instanceof Response) return environment;
        return new HttpResponse(snapshots.text(environment), { headers: { 'content-type': 'application/yaml' } });
      }),
      http.get(url('certificate'), ({ request }) => {
        const environment = admit('certificate', request);
        return environment instanceof Response ? environment : HttpResponse.text(certificate);
      }),
    ],
    state: { ...record.state, setSnapshot: snapshots.set, update: snapshots.update },
  };
}

function readPing(body: string): QplanePing | undefined {
  let ping: unknown;
  try {
    ping = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof ping !== 'object' || ping === null) return undefined;
  const text = (name: string): string | undefined => {
    const value = (ping as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : undefined;
  };
  return { name: text('name'), status: text('status'), instanceId: text('instanceId') };
}
