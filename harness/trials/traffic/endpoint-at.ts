import { plant } from '../../traffic/bodies/body-draft.ts';
import type { Endpoint } from '../../traffic/endpoints/endpoint.ts';

/** An endpoint of the host `crm` that takes short JSON with an e-mail address in it, with these changes. */
export function endpointAt(path: string, changes: Partial<Omit<Endpoint, 'path'>> = {}): Endpoint {
  return {
    host: 'crm',
    method: 'POST',
    path,
    status: 200,
    request: () => ({ kind: 'json', root: { email: plant('EMAIL_ADDRESS'), newsletter: true } }),
    response: () => ({ kind: 'json', root: { accepted: true } }),
    ...changes,
  };
}
