import { isIP } from 'node:net';
import type { V1Container, V1PodSpec, V1Toleration } from '@kubernetes/client-node';
import {
  duplicate,
  type FieldError,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { type ContainerScope, oneOf, validateContainer, validateProbes } from './container.ts';
import { validateLabels } from './metadata.ts';
import { checked, dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from './names.ts';
import { validateVolumes } from './volumes.ts';

type PodSpec = Wire<V1PodSpec>;
type Container = Wire<V1Container>;

/** Source: kubernetes `pkg/apis/core/validation.ValidatePodSpec`, 1.34; for the fields that are named here. */
export function validatePodSpec(field: string, spec: PodSpec): FieldError[] {
  const volumes = validateVolumes(`${field}.volumes`, spec.volumes ?? []);
  const scope: ContainerScope = {
    volumes: volumes.names,
    gracePeriod: spec.terminationGracePeriodSeconds ?? 30,
    restartPolicy: spec.restartPolicy,
  };
  const { activeDeadlineSeconds: deadline } = spec;
  return [
    ...volumes.errors,
    ...validateContainers(`${field}.containers`, spec.containers ?? [], scope),
    ...validateInitContainers(`${field}.initContainers`, spec, scope),
    ...validateHostNetwork(field, spec),
    ...oneOf(`${field}.restartPolicy`, spec.restartPolicy, ['Always', 'OnFailure', 'Never']),
    ...oneOf(`${field}.dnsPolicy`, spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']),
    ...validateLabels(`${field}.nodeSelector`, spec.nodeSelector),
    ...validateSecurity(`${field}.securityContext`, spec),
    ...(spec.imagePullSecrets ?? []).flatMap(({ name }, index) =>
      name ? [] : [required(`${field}.imagePullSecrets[${index}].name`, '')],
    ),
    ...(spec.serviceAccountName
      ? checked(dns1123Subdomain, `${field}.serviceAccountName`, spec.serviceAccountName)
      : []),
    ...(spec.nodeName ? checked(dns1123Subdomain, `${field}.nodeName`, spec.nodeName) : []),
    ...(deadline !== undefined && (deadline < 1 || deadline > 2_147_483_647)
      ? [invalidValue(`${field}.activeDeadlineSeconds`, deadline, 'must be between 1 and 2147483647, inclusive')]
      : []),
    ...(spec.hostname ? checked(dns1123Label, `${field}.hostname`, spec.hostname) : []),
    ...(spec.subdomain ? checked(dns1123Label, `${field}.subdomain`, spec.subdomain) : []),
    ...validateTolerations(`${field}.tolerations`, spec.tolerations ?? []),
    ...(spec.hostAliases ?? []).flatMap(({ ip, hostnames }, index) => [
      ...(isIP(ip ?? '')
        ? []
        : [
            invalidValue(
              `${field}.hostAliases[${index}].ip`,
              ip ?? '',
              'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
            ),
          ]),
      ...(hostnames ?? []).flatMap((name, at) =>
        checked(dns1123Subdomain, `${field}.hostAliases[${index}].hostnames[${at}]`, name),
      ),
    ]),
    ...(spec.priorityClassName ? checked(dns1123Subdomain, `${field}.priorityClassName`, spec.priorityClassName) : []),
  ];
}

function validateContainers(field: string, containers: readonly Container[], scope: ContainerScope): FieldError[] {
  if (!containers.length) return [required(field, '')];
  const names = new Set<string>();
  const errors = containers.flatMap((container, index) => {
    const path = `${field}[${index}]`;
    const repeated = names.has(container.name) ? [duplicate(`${path}.name`, container.name)] : [];
    names.add(container.name);
    return [
      ...validateContainer(path, container, scope),
      ...repeated,
      ...validateProbes(path, container, scope),
      ...(container.restartPolicy
        ? [forbiddenField(`${path}.restartPolicy`, 'may not be set for non-init containers')]
        : []),
    ];
  });
  return [...errors, ...hostPortConflicts(field, containers)];
}

function hostPortConflicts(field: string, containers: readonly Container[]): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap((container, index) =>
    (container.ports ?? []).flatMap(({ protocol, hostIP = '', hostPort }, at) => {
      if (!hostPort) return [];
      const place = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(place)) return [duplicate(`${field}[${index}].ports[${at}].hostPort`, place)];
      taken.add(place);
      return [];
    }),
  );
}

function validateInitContainers(field: string, spec: PodSpec, scope: ContainerScope): FieldError[] {
  const names = new Set((spec.containers ?? []).map(({ name }) => name));
  return (spec.initContainers ?? []).flatMap((container, index) => {
    const path = `${field}[${index}]`;
    const sidecar = container.restartPolicy === 'Always';
    const repeated = names.has(container.name) ? [duplicate(`${path}.name`, container.name)] : [];
    names.add(container.name);
    const forbidden = sidecar
      ? validateProbes(path, container, scope)
      : (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
          .filter((name) => container[name])
          .map((name) =>
            forbiddenField(`${path}.${name}`, 'may not be set for init containers without restartPolicy=Always'),
          );
    const policy = container.restartPolicy;
    return [
      ...validateContainer(path, container, scope),
      ...(policy && !sidecar ? [notSupported(`${path}.restartPolicy`, policy, ['Always'])] : []),
      ...repeated,
      ...forbidden,
      ...hostPortConflicts(field, [container]),
    ];
  });
}

function validateHostNetwork(field: string, spec: PodSpec): FieldError[] {
  if (!spec.hostNetwork) return [];
  const errors: FieldError[] = [];
  for (const [kind, containers] of [
    ['containers', spec.containers],
    ['initContainers', spec.initContainers],
  ] as const) {
    for (const [index, { ports = [] }] of (containers ?? []).entries()) {
      for (const [at, { hostPort, containerPort }] of ports.entries()) {
        if (hostPort && hostPort !== containerPort) {
          const path = `${field}.${kind}[${index}].ports[${at}].hostPort`;
          errors.push(invalidValue(path, hostPort, 'must match `containerPort` when `hostNetwork` is true'));
        }
      }
    }
  }
  return errors;
}

function validateSecurity(field: string, spec: PodSpec): FieldError[] {
  const { securityContext: context } = spec;
  const errors: FieldError[] = [];
  for (const name of ['runAsUser', 'runAsGroup', 'fsGroup'] as const) {
    const id = context?.[name];
    if (id !== undefined && (id < 0 || id > 2_147_483_647)) {
      errors.push(invalidValue(`${field}.${name}`, id, 'must be between 0 and 2147483647, inclusive'));
    }
  }
  if (spec.shareProcessNamespace && spec.hostPID) {
    errors.push(
      invalidValue(`${field}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'),
    );
  }
  return errors;
}

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function validateTolerations(field: string, tolerations: readonly Wire<V1Toleration>[]): FieldError[] {
  return tolerations.flatMap(({ key, operator, value = '', effect, tolerationSeconds }, index) => {
    const path = `${field}[${index}]`;
    const errors = key ? checked(qualifiedName, `${path}.key`, key) : [];
    if (!key && operator !== 'Exists') {
      const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
      errors.push(invalidValue(`${path}.operator`, operator ?? '', detail));
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(
        invalidValue(`${path}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"),
      );
    }
    if (!operator || operator === 'Equal') {
      const problems = labelValue(value);
      if (problems.length) errors.push(invalidValue(`${path}.operator`, value, problems.join(';')));
    } else if (operator !== 'Exists') {
      errors.push(notSupported(`${path}.operator`, operator, ['Equal', 'Exists']));
    } else if (value) {
      errors.push(invalidValue(`${path}.operator`, value, "value must be empty when `operator` is 'Exists'"));
    }
    if (effect && !effects.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, effects));
    return errors;
  });
}
