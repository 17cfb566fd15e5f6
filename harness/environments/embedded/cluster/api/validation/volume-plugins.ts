import type {
  V1AzureDiskVolumeSource,
  V1FCVolumeSource,
  V1FlexVolumeSource,
  V1FlockerVolumeSource,
  V1ISCSIVolumeSource,
  V1QuobyteVolumeSource,
  V1RBDVolumeSource,
  V1StorageOSVolumeSource,
} from '@kubernetes/client-node';
import { type FieldError, invalidValue, notSupported, required, tooLong } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { checked, dns1123Label, dns1123Subdomain, oneOfIfSet } from './names.ts';

/** Volumes of storage systems. Source: the functions of the same names in kubernetes `pkg/apis/core/validation`, 1.34. */
export function validatePartition(field: string, partition = 0): FieldError[] {
  if (partition >= 0 && partition <= 255) return [];
  return [invalidValue(`${field}.partition`, partition, 'must be between 0 and 255, inclusive')];
}

/** A reference that must have a name when it is there. */
export function validateNamed(field: string, reference: { name?: string } | undefined): FieldError[] {
  return reference && !reference.name ? [required(`${field}.name`, '')] : [];
}

const iqn = /^iqn\.\d{4}-\d{2}\.([A-Za-z0-9-.]+)(:[^,;*&$|\s]+)$/;
const eui = /^eui.[A-Fa-f0-9]{16}$/;
const naa = /^naa.[A-Fa-f0-9]{32}$/;

/** How a name of iSCSI begins says what it must look like. */
export function iscsiNameProblem(name: string): 'prefix' | 'format' | undefined {
  const shape = { iqn, eui, naa }[name.slice(0, 3)];
  return shape ? (shape.test(name) ? undefined : 'format') : 'prefix';
}

const prefixRule = 'must be valid format starting with iqn, eui, or naa';

export function validateIscsi(field: string, iscsi: Wire<V1ISCSIVolumeSource>): FieldError[] {
  const { targetPortal, iqn: name, lun = 0, initiatorName: initiator } = iscsi;
  const errors = targetPortal ? [] : [required(`${field}.targetPortal`, '')];
  const checkName = (place: string, text: string) => {
    const problem = iscsiNameProblem(text);
    if (problem) errors.push(invalidValue(place, text, problem === 'prefix' ? prefixRule : 'must be valid format'));
  };
  if (!name) errors.push(required(`${field}.iqn`, ''));
  else checkName(`${field}.iqn`, name);
  errors.push(...validateLun(field, lun));
  if ((iscsi.chapAuthDiscovery || iscsi.chapAuthSession) && !iscsi.secretRef)
    errors.push(required(`${field}.secretRef`, ''));
  if (initiator !== undefined) checkName(`${field}.initiatorname`, initiator);
  return errors;
}

export function validateLun(field: string, lun: number): FieldError[] {
  return lun < 0 || lun > 255 ? [invalidValue(`${field}.lun`, lun, 'must be between 0 and 255, inclusive')] : [];
}

export function validateFlocker(
  field: string,
  { datasetName = '', datasetUUID }: Wire<V1FlockerVolumeSource>,
): FieldError[] {
  const errors: FieldError[] = [];
  if (!datasetName && !datasetUUID) errors.push(required(field, 'one of datasetName and datasetUUID is required'));
  const both = 'datasetName and datasetUUID can not be specified simultaneously';
  if (datasetName && datasetUUID) errors.push(invalidValue(field, 'resource', both));
  if (datasetName.includes('/')) errors.push(invalidValue(`${field}.datasetName`, datasetName, "must not contain '/'"));
  return errors;
}

export function validateRbd(
  field: string,
  { monitors, image }: Pick<Wire<V1RBDVolumeSource>, 'monitors' | 'image'>,
): FieldError[] {
  return [
    ...(monitors?.length ? [] : [required(`${field}.monitors`, '')]),
    ...(image ? [] : [required(`${field}.image`, '')]),
  ];
}

export function validateQuobyte(
  field: string,
  { registry = '', tenant = '', volume }: Wire<V1QuobyteVolumeSource>,
): FieldError[] {
  const errors: FieldError[] = [];
  const rule = 'must be a host:port pair or multiple pairs separated by commas';
  if (!registry) errors.push(required(`${field}.registry`, rule));
  else if (tenant.length >= 65)
    errors.push(required(`${field}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'));
  else
    for (const pair of registry.split(','))
      if (!/^(\[[^\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair))
        errors.push(invalidValue(`${field}.registry`, registry, rule));
  return volume ? errors : [...errors, required(`${field}.volume`, '')];
}

export function validateFibreChannel(
  field: string,
  { targetWWNs = [], wwids = [], lun }: Wire<V1FCVolumeSource>,
): FieldError[] {
  const path = `${field}.targetWWNs`;
  if (!targetWWNs.length && !wwids.length)
    return [required(path, 'must specify either targetWWNs or wwids, but not both')];
  if (!targetWWNs.length) return [];
  const errors = wwids.length
    ? [invalidValue(path, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously')]
    : [];
  if (lun === undefined) return [...errors, required(`${field}.lun`, 'lun is required if targetWWNs is specified')];
  return [...errors, ...validateLun(field, lun)];
}

export function validateFlexVolume(
  field: string,
  { driver, options = {} }: Pick<Wire<V1FlexVolumeSource>, 'driver' | 'options'>,
): FieldError[] {
  const reserved = Object.keys(options).filter((key) =>
    /\.(kubernetes|k8s)\.io$/.test(`.${(key.split('/')[0] ?? '').toLowerCase()}`),
  );
  const detail = 'kubernetes.io and k8s.io namespaces are reserved';
  return [
    ...(driver ? [] : [required(`${field}.driver`, '')]),
    ...reserved.map((key) => invalidValue(`${field}.options[${key}]`, key, detail)),
  ];
}

const managedUri = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const blobUri = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

export function validateAzureDisk(field: string, disk: Wire<V1AzureDiskVolumeSource>): FieldError[] {
  const { diskName, diskURI = '', cachingMode, kind } = disk;
  const errors = diskName ? [] : [required(`${field}.diskName`, '')];
  if (!diskURI) errors.push(required(`${field}.diskURI`, ''));
  errors.push(...oneOfIfSet(`${field}.cachingMode`, cachingMode, ['None', 'ReadOnly', 'ReadWrite']));
  errors.push(...oneOfIfSet(`${field}.kind`, kind, ['Dedicated', 'Managed', 'Shared']));
  if (kind === 'Managed' && !diskURI.startsWith('/subscriptions/'))
    errors.push(notSupported(`${field}.diskURI`, diskURI, [managedUri]));
  if (kind !== undefined && kind !== 'Managed' && !diskURI.startsWith('https://'))
    errors.push(notSupported(`${field}.diskURI`, diskURI, [blobUri]));
  return errors;
}

export function validateStorageOs(
  field: string,
  { volumeName, volumeNamespace, secretRef }: Wire<V1StorageOSVolumeSource>,
): FieldError[] {
  return [
    ...(volumeName ? checked(dns1123Label, `${field}.volumeName`, volumeName) : [required(`${field}.volumeName`, '')]),
    ...(volumeNamespace ? checked(dns1123Label, `${field}.volumeNamespace`, volumeNamespace) : []),
    ...validateNamed(`${field}.secretRef`, secretRef),
  ];
}

/** Source: kubernetes `ValidateCSIDriverName`. */
export function validateDriverName(field: string, driver = ''): FieldError[] {
  return [
    ...(driver ? [] : [required(field, '')]),
    ...(Buffer.byteLength(driver) > 63 ? [tooLong(field, 63)] : []),
    ...dns1123Subdomain(driver.toLowerCase()).map((problem) => invalidValue(field, driver, problem)),
  ];
}
