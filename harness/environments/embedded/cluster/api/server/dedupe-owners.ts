import { jsonEqual } from '../objects/json.ts';
import type { KubeObject, OwnerReference } from '../objects/kube-object.ts';

/** Takes off owners named twice, with a warning. Source: apiserver `dedupOwnerReferencesAndAddWarning`, 0.34. */
export function dedupeOwners({ metadata }: KubeObject, warnings: string[], when = ''): void {
  const kept: OwnerReference[] = [];
  const repeated: string[] = [];
  for (const owner of metadata.ownerReferences ?? []) {
    if (kept.some((other) => jsonEqual(other, owner))) repeated.push(owner.uid ?? '');
    else kept.push(owner);
  }
  if (!repeated.length) return;
  metadata.ownerReferences = kept;
  const rule = 'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24';
  warnings.push(
    `.metadata.ownerReferences contains duplicate entries${when}; ${rule}; please fix your requests; duplicate UID(s) observed: ${repeated.join(', ')}`,
  );
}
