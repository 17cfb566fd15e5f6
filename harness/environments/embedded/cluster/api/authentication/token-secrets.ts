import { cloneJson } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Registry } from '../registry/registry.ts';
import type { Change } from '../storage/object-storage.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';

const tokenType = 'kubernetes.io/service-account-token';
const prefix = 'kubernetes.io/service-account.';
/** Such a token does not expire; ten years are as good as that for a run. */
const lifetimeSeconds = 10 * 365 * 86_400;

/**
 * Fills Secrets that ask for a service account's token, and takes them away with their account, as
 * kube-controller-manager's tokens controller does. To be told every change of the storage.
 */
export function fillTokenSecrets(
  registry: Registry,
  tokens: ServiceAccountTokens,
  rootCa: string,
): (change: Change) => void {
  const { storage, types } = registry;

  const fill = (namespace: string, name: string): void => {
    const type = types.stored().get('secrets');
    const secret = storage.get('secrets', { namespace, name });
    if (!type || secret?.type !== tokenType || (secret.data as { token?: string } | undefined)?.token) return;
    const account = storage.get('serviceaccounts', { namespace, name: accountOf(secret) });
    if (!account) return void registry.delete(type, secret.metadata);
    const next = cloneJson(secret);
    const boundTo = { kind: 'Secret', name } as const;
    const { token } = tokens.issue(
      { namespace, name: account.metadata.name },
      { boundTo, expirationSeconds: lifetimeSeconds },
    );
    const encoded = Object.entries({ 'ca.crt': rootCa, namespace, token }).map(([key, value]) => [
      key,
      Buffer.from(value).toString('base64'),
    ]);
    next.data = { ...(next.data as object | undefined), ...Object.fromEntries(encoded) };
    next.metadata.annotations = { ...next.metadata.annotations, [`${prefix}uid`]: account.metadata.uid ?? '' };
    storage.put('secrets', next);
  };

  const drop = (namespace: string, account: string): void => {
    const type = types.stored().get('secrets');
    if (!type) return;
    for (const secret of storage.list('secrets', namespace)) {
      if (secret.type === tokenType && accountOf(secret) === account) registry.delete(type, secret.metadata);
    }
  };

  return ({ type, storage: changed, object }) => {
    const { namespace = '', name } = object.metadata;
    if (changed === 'secrets' && type !== 'DELETED' && object.type === tokenType) {
      queueMicrotask(() => fill(namespace, name));
    } else if (changed === 'serviceaccounts' && type === 'DELETED') queueMicrotask(() => drop(namespace, name));
  };
}

function accountOf({ metadata }: KubeObject): string {
  return metadata.annotations?.[`${prefix}name`] ?? '';
}
