import type { V1Volume } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, required } from '../objects/field-error.ts';
import { parseQuantity } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';
import { validateHostPath, validateNfs } from './host-path-volume.ts';
import { dns1123Subdomain } from './names.ts';
import { validateRelativePath } from './paths.ts';
import { validateClaimTemplate } from './persistent-volume-claim.ts';
import { validateDownwardFiles, validateItems, validateMode, validateProjected } from './projected-volume.ts';
import * as plugin from './volume-plugins.ts';

export type VolumeSources = Omit<Wire<V1Volume>, 'name'>;
type Rule<K extends keyof VolumeSources> = (field: string, source: NonNullable<VolumeSources[K]>) => FieldError[];
const rule = <K extends keyof VolumeSources>(kind: K, check: Rule<K>): [K, Rule<K>] => [kind, check];

/** The kinds of volumes in the order in which the server looks at them. Source: kubernetes `validateVolumeSource`, 1.34. */
export const volumeSources = [
  rule('emptyDir', (field, { sizeLimit }) =>
    sizeLimit !== undefined && (parseQuantity(sizeLimit)?.nanos ?? 0n) < 0n
      ? [forbiddenField(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
      : [],
  ),
  rule('hostPath', validateHostPath),
  rule('gitRepo', (field, { repository, directory = '' }) => [
    ...need(field, { repository }),
    ...validateRelativePath(`${field}.directory`, directory),
  ]),
  rule('gcePersistentDisk', (field, { pdName, partition }) => [
    ...need(field, { pdName }),
    ...plugin.validatePartition(field, partition),
  ]),
  rule('awsElasticBlockStore', (field, { volumeID, partition }) => [
    ...need(field, { volumeID }),
    ...plugin.validatePartition(field, partition),
  ]),
  rule('secret', (field, { secretName, defaultMode, items }) => [
    ...need(field, { secretName }),
    ...validateMode(`${field}.defaultMode`, defaultMode),
    ...validateItems(`${field}.items`, items),
  ]),
  rule('nfs', validateNfs),
  rule('iscsi', plugin.validateIscsi),
  rule('glusterfs', (field, { endpoints, path }) => need(field, { endpoints, path })),
  rule('flocker', plugin.validateFlocker),
  rule('persistentVolumeClaim', (field, { claimName }) => need(field, { claimName })),
  rule('rbd', plugin.validateRbd),
  rule('cinder', (field, { volumeID, secretRef }) => [
    ...need(field, { volumeID }),
    ...plugin.validateNamed(`${field}.secretRef`, secretRef),
  ]),
  rule('cephfs', (field, { monitors }) => (monitors?.length ? [] : [required(`${field}.monitors`, '')])),
  rule('quobyte', plugin.validateQuobyte),
  rule('downwardAPI', (field, { defaultMode, items = [] }) => [
    ...validateMode(`${field}.defaultMode`, defaultMode),
    ...validateDownwardFiles(field, items),
  ]),
  rule('fc', plugin.validateFibreChannel),
  rule('flexVolume', plugin.validateFlexVolume),
  rule('configMap', (field, { name, defaultMode, items }) => [
    ...need(field, { name }),
    ...validateMode(`${field}.defaultMode`, defaultMode),
    ...validateItems(`${field}.items`, items),
  ]),
  rule('azureFile', (field, { secretName, shareName }) => need(field, { secretName, shareName })),
  rule('vsphereVolume', (field, { volumePath }) => need(field, { volumePath })),
  rule('photonPersistentDisk', (field, { pdID }) => need(field, { pdID })),
  rule('portworxVolume', (field, { volumeID }) => need(field, { volumeID })),
  rule('azureDisk', plugin.validateAzureDisk),
  rule('storageos', plugin.validateStorageOs),
  rule('projected', validateProjected),
  rule('scaleIO', (field, { gateway, system, volumeName }) => need(field, { gateway, system, volumeName })),
  rule('csi', (field, { driver, nodePublishSecretRef }) => {
    const errors = plugin.validateDriverName(`${field}.driver`, driver);
    if (!nodePublishSecretRef) return errors;
    const { name } = nodePublishSecretRef;
    if (!name) return [...errors, required(`${field}.nodePublishSecretRef.name`, '')];
    return [...errors, ...dns1123Subdomain(name).map((problem) => invalidValue(`${field}.name`, name, problem))];
  }),
  rule('ephemeral', (field, { volumeClaimTemplate }) =>
    volumeClaimTemplate
      ? validateClaimTemplate(`${field}.volumeClaimTemplate`, volumeClaimTemplate)
      : [required(`${field}.volumeClaimTemplate`, '')],
  ),
] as const;

/** Fields that must not be empty. */
function need(field: string, values: Readonly<Record<string, string | undefined>>): FieldError[] {
  return Object.entries(values).flatMap(([name, value]) => (value ? [] : [required(`${field}.${name}`, '')]));
}
