import type { V1PersistentVolume, V1PersistentVolumeSpec, V1SecretReference } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../objects/field-error.ts';
import { inOrder } from '../objects/json.ts';
import { parseQuantity } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';
import { validateNodeSelector } from './affinity.ts';
import { validateHostPath, validateNfs } from './host-path-volume.ts';
import { checked, dns1123Label, dns1123Subdomain, oneOfIfSet } from './names.ts';
import { validateNoBacksteps } from './paths.ts';
import { validateAccessModes, volumeModes } from './persistent-volume-claim.ts';
import * as plugin from './volume-plugins.ts';

type Spec = Wire<V1PersistentVolumeSpec>;

/** Source: kubernetes `ValidatePersistentVolumeSpec`, 1.34. */
export function validatePersistentVolume({ metadata, spec = {} }: Wire<V1PersistentVolume>): FieldError[] {
  const {
    accessModes,
    nodeAffinity,
    persistentVolumeReclaimPolicy: policy,
    volumeAttributesClassName: attributes,
  } = spec;
  const errors = accessModes?.length ? [] : [required('spec.accessModes', '')];
  errors.push(...validateAccessModes('spec.accessModes', accessModes));
  errors.push(...validateCapacity('spec.capacity', spec.capacity));
  errors.push(
    ...oneOfIfSet('spec.persistentVolumeReclaimPolicy', policy || undefined, ['Delete', 'Recycle', 'Retain']),
  );
  if (nodeAffinity?.required) errors.push(...validateNodeSelector('spec.nodeAffinity.required', nodeAffinity.required));
  else if (nodeAffinity) errors.push(required('spec.nodeAffinity.required', 'must specify required node constraints'));
  errors.push(...validateSources('spec', spec, metadata?.name ?? ''));
  if (spec.hostPath && /^\/+$|^(\/\.?)+$/.test(spec.hostPath.path ?? '') && policy === 'Recycle') {
    const detail = "may not be 'recycle' for a hostPath mount of '/'";
    errors.push(forbiddenField('spec.persistentVolumeReclaimPolicy', detail));
  }
  if (spec.storageClassName) errors.push(...checked(dns1123Subdomain, 'spec.storageClassName', spec.storageClassName));
  errors.push(...oneOfIfSet('spec.volumeMode', spec.volumeMode, volumeModes));
  if (attributes === undefined) return errors;
  const path = 'spec.volumeAttributesClassName';
  errors.push(
    ...(attributes ? checked(dns1123Subdomain, path, attributes) : [required(path, 'an empty string is disallowed')]),
  );
  return spec.csi
    ? errors
    : [...errors, required('spec.csi', 'has to be specified when using volumeAttributesClassName')];
}

function validateCapacity(field: string, given: Readonly<Record<string, string>> | undefined): FieldError[] {
  const capacity = given ?? {};
  const names = Object.keys(capacity);
  const errors = names.length ? [] : [required(field, '')];
  if (!('storage' in capacity) || names.length > 1)
    errors.push(notSupported(field, given ? inOrder(given) : null, ['storage']));
  for (const [name, text] of Object.entries(capacity)) {
    const quantity = parseQuantity(text);
    if (!quantity) continue;
    const path = `${field}[${name}]`;
    // Rounded away from zero, as Go's Quantity.Value does.
    const value = (quantity.nanos - 999_999_999n) / 1_000_000_000n;
    if (quantity.nanos < 0n) errors.push(invalidValue(path, Number(value), 'must be a valid resource quantity'));
    if (quantity.nanos <= 0n) errors.push(invalidValue(path, quantity.canonical, 'must be greater than zero'));
  }
  return errors;
}

/** The kinds in the order in which the server looks at them. A flexVolume counts, but never as one too many. */
function validateSources(field: string, spec: Spec, name: string): FieldError[] {
  const errors: FieldError[] = [];
  let count = 0;
  const source = <T>(kind: string, value: T | undefined, rule: (path: string, value: T) => FieldError[]): void => {
    if (value === undefined) return;
    if (count++ && kind !== 'flexVolume')
      errors.push(forbiddenField(`${field}.${kind}`, 'may not specify more than 1 volume type'));
    else errors.push(...rule(`${field}.${kind}`, value));
  };
  const need = (path: string, values: Readonly<Record<string, string | undefined>>) =>
    Object.entries(values).flatMap(([part, value]) => (value ? [] : [required(`${path}.${part}`, '')]));
  source('hostPath', spec.hostPath, validateHostPath);
  source('gcePersistentDisk', spec.gcePersistentDisk, (_path, { pdName, partition }) => [
    ...need(`${field}.persistentDisk`, { pdName }),
    ...plugin.validatePartition(`${field}.persistentDisk`, partition),
  ]);
  source('awsElasticBlockStore', spec.awsElasticBlockStore, (path, { volumeID, partition }) => [
    ...need(path, { volumeID }),
    ...plugin.validatePartition(path, partition),
  ]);
  source('glusterfs', spec.glusterfs, (path, { endpoints, path: folder, endpointsNamespace: space }) => [
    ...need(path, { endpoints, path: folder }),
    ...(space === ''
      ? [
          invalidValue(
            `${path}.endpointsNamespace`,
            '',
            'if the endpointnamespace is set, it must be a valid namespace name',
          ),
        ]
      : checked(dns1123Label, `${path}.endpointsNamespace`, space ?? 'unset')),
  ]);
  source('flocker', spec.flocker, plugin.validateFlocker);
  source('nfs', spec.nfs, validateNfs);
  source('rbd', spec.rbd, plugin.validateRbd);
  source('quobyte', spec.quobyte, plugin.validateQuobyte);
  source('cephFS', spec.cephfs, (path, { monitors }) => (monitors?.length ? [] : [required(`${path}.monitors`, '')]));
  source('iscsi', spec.iscsi, (path, iscsi) => validateIscsi(path, iscsi, name));
  source('cinder', spec.cinder, (path, { volumeID, secretRef }) => [
    ...need(path, { volumeID }),
    ...validateSpaced(`${path}.secretRef`, secretRef),
  ]);
  source('fc', spec.fc, plugin.validateFibreChannel);
  source('flexVolume', spec.flexVolume, plugin.validateFlexVolume);
  source('azureFile', spec.azureFile, (path, { secretName, shareName, secretNamespace }) => [
    ...need(path, { secretName, shareName }),
    ...(secretNamespace === '' ? [required(`${path}.secretNamespace`, '')] : []),
  ]);
  source('vsphereVolume', spec.vsphereVolume, (path, { volumePath }) => need(path, { volumePath }));
  source('photonPersistentDisk', spec.photonPersistentDisk, (path, { pdID }) => need(path, { pdID }));
  source('portworxVolume', spec.portworxVolume, (path, { volumeID }) => need(path, { volumeID }));
  source('azureDisk', spec.azureDisk, plugin.validateAzureDisk);
  source('scaleIO', spec.scaleIO, (path, { gateway, system, volumeName }) =>
    need(path, { gateway, system, volumeName }),
  );
  source('local', spec.local, (path, { path: folder }) => [
    ...(folder ? validateNoBacksteps(`${path}.path`, folder) : need(path, { path: folder })),
    ...(spec.nodeAffinity ? [] : [required(`${field}.nodeAffinity`, 'Local volume requires node affinity')]),
  ]);
  source('storageos', spec.storageos, (path, { volumeName, volumeNamespace, secretRef }) => [
    ...plugin.validateStorageOs(path, {
      ...(volumeName && { volumeName }),
      ...(volumeNamespace && { volumeNamespace }),
    }),
    ...validateSpaced(`${path}.secretRef`, secretRef),
  ]);
  source('csi', spec.csi, (path, csi) => [
    ...plugin.validateDriverName(`${path}.driver`, csi.driver),
    ...need(path, { volumeHandle: csi.volumeHandle }),
    ...(
      [
        'controllerPublishSecretRef',
        'controllerExpandSecretRef',
        'nodePublishSecretRef',
        'nodeExpandSecretRef',
      ] as const
    ).flatMap((part) => validateSecretReference(`${path}.${part}`, csi[part])),
  ]);
  return count ? errors : [required(field, 'must specify a volume type')];
}

/** A reference across namespaces: both parts must be there when it is. */
function validateSpaced(field: string, reference: Wire<V1SecretReference> | undefined): FieldError[] {
  if (!reference) return [];
  const { name, namespace } = reference;
  return Object.entries({ name, namespace }).flatMap(([part, value]) =>
    value ? [] : [required(`${field}.${part}`, '')],
  );
}

function validateSecretReference(field: string, reference: Wire<V1SecretReference> | undefined): FieldError[] {
  if (!reference) return [];
  const { name, namespace } = reference;
  return [
    ...(name ? checked(dns1123Subdomain, `${field}.name`, name) : [required(`${field}.name`, '')]),
    ...(namespace ? checked(dns1123Label, `${field}.namespace`, namespace) : [required(`${field}.namespace`, '')]),
  ];
}

/** Source: kubernetes `validateISCSIPersistentVolumeSource`, which words a wrong beginning more shortly. */
function validateIscsi(field: string, iscsi: NonNullable<Spec['iscsi']>, name: string): FieldError[] {
  const { targetPortal = '', initiatorName, secretRef } = iscsi;
  const long =
    'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
  const errors = plugin.validateIscsi(field, { ...iscsi, secretRef: secretRef as never }).map((error) => ({
    ...error,
    text: error.text.replace(' starting with iqn, eui, or naa', ''),
  }));
  if (initiatorName !== undefined && `${name}:${targetPortal}`.length > 64)
    errors.push(invalidValue(`${field}.targetportal`, targetPortal, long));
  return [...errors, ...plugin.validateNamed(`${field}.secretRef`, secretRef)];
}
