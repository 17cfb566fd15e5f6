import type { KubeletContext, Pod } from './pod-context.ts';

/** Says which Secrets for image pulls are missing; the images may be there without them. Source: `makePodPullSecrets`. */
export function warnOfPullSecrets({ api, events }: KubeletContext, pod: Pod): void {
  const namespace = pod.metadata?.namespace ?? '';
  const names = (pod.spec?.imagePullSecrets ?? []).map(({ name = '' }) => name);
  const missing = names.filter((name) => !api.get('Secret', { namespace, name }));
  if (!missing.length) return;
  const message = `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`;
  events.record('Pod', pod, 'Warning', 'FailedToRetrieveImagePullSecret', message);
}
