import { Agent } from 'node:https';
import type { Durations } from '../durations.ts';
import { httpCall } from '../http-call.ts';
import type { ObjectStore, StoredBytes } from './object-store.ts';

/** Qpoint's own storage: a look for the object, then one upload (reference, artifacts.md section 6). */
export class WarehouseStore implements ObjectStore {
  readonly #options: { readonly url: string; readonly token: string; readonly durations: Durations };
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 100 });

  constructor(options: { readonly url: string; readonly token: string; readonly durations: Durations }) {
    this.#options = options;
  }

  async put({ bytes, contentType, artifactType, digest }: StoredBytes): Promise<string> {
    const { url, token, durations } = this.#options;
    const address = `${url.replace(/\/$/, '')}/assets/${digest}`;
    const call = { agent: this.#agent, timeout: durations.limits.storageAnswer };
    const authorization = `Bearer ${token}`;
    const found = await httpCall(address, { ...call, method: 'HEAD', headers: { authorization } });
    if (found.status >= 200 && found.status < 300) return address;
    if (found.status !== 404) throw new Error(`unexpected status ${found.status} from HEAD`);

    const headers = { authorization, 'content-type': contentType, 'x-qpoint-artifact-type': artifactType };
    const stored = await httpCall(address, { ...call, method: 'PUT', headers, body: bytes });
    if (stored.status < 200 || stored.status >= 300) throw new Error(`unexpected status ${stored.status} from PUT`);
    return address;
  }
}
