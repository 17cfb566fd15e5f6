import type { V1Volume } from '@kubernetes/client-node';
import { duplicate, type FieldError, forbiddenField, invalidValue, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { checked, dns1123Label, dns1123Subdomain } from './names.ts';
import { type VolumeSources, volumeSources } from './volume-sources.ts';

type Volume = Wire<V1Volume>;

/** Source: kubernetes `ValidateVolumes`, 1.34. Returns the volumes that mounts may use, too. `podName` is undefined for templates. */
export function validateVolumes(
  field: string,
  volumes: readonly Volume[],
  podName: string | undefined,
): { errors: FieldError[]; byName: Map<string, Volume> } {
  const byName = new Map<string, Volume>();
  const made = new Set(volumes.filter(({ ephemeral }) => ephemeral).map(({ name }) => `${podName}-${name ?? ''}`));
  const errors = volumes.flatMap((volume, index) => {
    const path = `${field}[${index}]`;
    const { name = '' } = volume;
    const found = validateSource(path, volume, podName);
    if (!name) found.push(required(`${path}.name`, ''));
    else found.push(...checked(dns1123Label, `${path}.name`, name));
    if (byName.has(name)) found.push(duplicate(`${path}.name`, name));
    if (!found.length) byName.set(name, volume);
    const claim = volume.persistentVolumeClaim?.claimName;
    if (podName && claim !== undefined && made.has(claim)) {
      const detail = 'must not reference a PVC that gets created for an ephemeral volume';
      found.push(invalidValue(`${path}.persistentVolumeClaim.claimName`, claim, detail));
    }
    return found;
  });
  return { errors, byName };
}

function validateSource(field: string, volume: Volume, podName: string | undefined): FieldError[] {
  const { name = '', ephemeral } = volume;
  const errors: FieldError[] = [];
  let count = 0;
  for (const [kind, rule] of volumeSources) {
    const source = volume[kind];
    if (source === undefined) continue;
    if (count++) {
      errors.push(forbiddenField(`${field}.${repeatedNames[kind] ?? kind}`, 'may not specify more than 1 volume type'));
      continue;
    }
    errors.push(...rule(`${field}.${pathNames[kind] ?? kind}`, source as never));
    if (kind === 'ephemeral' && ephemeral && podName && name) {
      const claim = `${podName}-${name}`;
      for (const problem of dns1123Subdomain(claim))
        errors.push(invalidValue(`${field}.name`, name, `PVC name ${JSON.stringify(claim)}: ${problem}`));
    }
  }
  return count ? errors : [required(field, 'must specify a volume type')];
}

/** Where the server calls a field otherwise than it is called. */
const pathNames: Partial<Record<keyof VolumeSources, string>> = {
  gcePersistentDisk: 'persistentDisk',
  cephfs: 'cephFS',
};
const repeatedNames: Partial<Record<keyof VolumeSources, string>> = { downwardAPI: 'downwarAPI', cephfs: 'cephFS' };
