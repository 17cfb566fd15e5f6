import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';

type PodSpec = Wire<V1PodSpec>;

const ofLinuxPods = [
  ...(['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls'] as const),
  ...(['runAsUser', 'runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy', 'seLinuxChangePolicy'] as const),
];
const ofLinuxContainers = [
  ...(['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem'] as const),
  ...(['privileged', 'allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup'] as const),
];

/** What goes with one operating system only. Source: kubernetes `validateOS`, `validateLinux` and `validateWindows`, 1.34. */
export function validateOperatingSystem(field: string, spec: PodSpec): FieldError[] {
  const { os, securityContext: context } = spec;
  if (!os) return [];
  if (!os.name) return [required(`${field}.os.name`, '')];
  if (os.name === 'linux') {
    const detail = 'windows options cannot be set for a linux pod';
    const of = (path: string, windows: unknown) =>
      windows ? [forbiddenField(`${path}.securityContext.windowsOptions`, detail)] : [];
    return [
      ...of(field, context?.windowsOptions),
      ...allContainers(field, spec).flatMap(([path, item]) => of(path, item.securityContext?.windowsOptions)),
    ];
  }
  if (os.name !== 'windows') return [notSupported(`${field}.os`, os.name, ['linux', 'windows'])];
  const cannot = (path: string) => forbiddenField(path, 'cannot be set for a windows pod');
  return [
    ...ofLinuxPods
      .filter((name) => context?.[name] !== undefined)
      .map((name) => cannot(`${field}.securityContext.${name}`)),
    ...(['hostUsers', 'shareProcessNamespace'] as const)
      .filter((name) => spec[name] !== undefined)
      .map((name) => cannot(`${field}.${name}`)),
    ...(['hostPID', 'hostIPC'] as const).filter((name) => spec[name]).map((name) => cannot(`${field}.${name}`)),
    ...allContainers(field, spec).flatMap(([path, { securityContext }]) =>
      ofLinuxContainers
        .filter((name) => securityContext?.[name] !== undefined)
        .map((name) => cannot(`${path}.securityContext.${name}`)),
    ),
  ];
}

/** Source: kubernetes `validateWindowsHostProcessPod`, 1.34. */
export function validateHostProcess(field: string, spec: PodSpec): FieldError[] {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = allContainers(field, spec);
  const errors: FieldError[] = [];
  let count = 0;
  for (const [path, { securityContext }] of containers) {
    const own = securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
      errors.push(invalidValue(`${path}.securityContext.windowsOptions.hostProcess`, own, detail));
    }
    if (own ?? ofPod) count++;
  }
  if (!count) return errors;
  if (count !== containers.length) {
    const detail = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
    errors.push(invalidValue(field, '', detail));
  }
  if (!spec.hostNetwork) {
    const detail = 'hostNetwork must be true if pod contains any hostProcess containers';
    errors.push(invalidValue(`${field}.hostNetwork`, false, detail));
  }
  return errors;
}

/** Every container of a pod with its path, in the order in which the server visits them. */
export function allContainers(field: string, spec: PodSpec): [string, Wire<V1Container>][] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((kind) =>
    (spec[kind] ?? []).map((item, index): [string, Wire<V1Container>] => [
      `${field}.${kind}[${index}]`,
      item as Wire<V1Container>,
    ]),
  );
}
