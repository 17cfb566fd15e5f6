import type { V1Container, V1EnvVar, V1LifecycleHandler, V1Probe } from '@kubernetes/client-node';
import {
  duplicate,
  type FieldError,
  fieldNotFound,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import {
  checked,
  configMapKey,
  dns1123Label,
  envVarName,
  httpHeaderName,
  nonNegative,
  portName,
  portNumber,
  portNumberOrName,
  requiredOr,
} from './names.ts';
import { validateResources } from './resources.ts';

type Container = Wire<V1Container>;

export interface ContainerScope {
  readonly volumes: ReadonlySet<string>;
  readonly gracePeriod: number;
  readonly restartPolicy: string | undefined;
}

/** What regular and init containers share. Source: kubernetes `validateContainerCommon`, 1.34. */
export function validateContainer(field: string, container: Container, { volumes }: ContainerScope): FieldError[] {
  const policy = container.terminationMessagePolicy;
  return [
    ...requiredOr(`${field}.name`, container.name, dns1123Label),
    ...(container.image ? [] : [required(`${field}.image`, '')]),
    ...oneOf(`${field}.terminationMessagePolicy`, policy, ['File', 'FallbackToLogsOnError']),
    ...validatePorts(`${field}.ports`, container.ports ?? []),
    ...validateEnv(`${field}.env`, container.env ?? []),
    ...validateEnvFrom(`${field}.envFrom`, container.envFrom ?? []),
    ...validateMounts(`${field}.volumeMounts`, container, volumes),
    ...oneOf(`${field}.imagePullPolicy`, container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']),
    ...validateResources(`${field}.resources`, container.resources),
    ...validateSecurityContext(`${field}.securityContext`, container.securityContext),
  ];
}

export function oneOf(field: string, value: string | undefined, supported: readonly string[]): FieldError[] {
  if (!value) return [required(field, '')];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

function validatePorts(field: string, ports: NonNullable<Container['ports']>): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const path = `${field}[${index}]`;
    const errors: FieldError[] = [];
    if (port.name) {
      const problems = checked(portName, `${path}.name`, port.name);
      errors.push(...problems);
      if (!problems.length && names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name));
      if (!problems.length) names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${path}.containerPort`, ''));
    else errors.push(...numbered(`${path}.containerPort`, port.containerPort));
    if (port.hostPort) errors.push(...numbered(`${path}.hostPort`, port.hostPort));
    return [...errors, ...oneOf(`${path}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP'])];
  });
}

function numbered(field: string, port: number): FieldError[] {
  return portNumber(port).map((problem) => invalidValue(field, port, problem));
}

const envFieldPaths = [
  ...['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName'],
  ...['status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'],
];

const resourceFields = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

function validateEnv(field: string, variables: readonly Wire<V1EnvVar>[]): FieldError[] {
  return variables.flatMap((variable, index) => {
    const path = `${field}[${index}]`;
    return [
      ...requiredOr(`${path}.name`, variable.name, envVarName),
      ...validateValueFrom(`${path}.valueFrom`, variable),
    ];
  });
}

function validateValueFrom(field: string, { value, valueFrom }: Wire<V1EnvVar>): FieldError[] {
  if (!valueFrom) return [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  const errors: FieldError[] = [];
  if (fieldRef) errors.push(...validateFieldRef(`${field}.fieldRef`, fieldRef));
  if (resourceFieldRef) {
    const path = `${field}.resourceFieldRef`;
    const { resource } = resourceFieldRef;
    if (!resource) errors.push(required(`${path}.resource`, ''));
    else if (!resourceFields.includes(resource))
      errors.push(notSupported(`${path}.resource`, resource, resourceFields));
  }
  for (const [name, reference] of Object.entries({ configMapKeyRef, secretKeyRef })) {
    if (!reference) continue;
    const path = `${field}.${name}`;
    if (!reference.name) errors.push(required(`${path}.name`, ''));
    errors.push(...requiredOr(`${path}.key`, reference.key, configMapKey));
  }
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter(Boolean).length;
  if (sources === 0) {
    const choices = '`fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
    errors.push(invalidValue(field, '', `must specify one of: ${choices}`));
  } else if (value) {
    errors.push(invalidValue(field, '', 'may not be specified when `value` is not empty'));
  } else if (sources > 1) {
    errors.push(invalidValue(field, '', 'may not have more than one field specified at a time'));
  }
  return errors;
}

function validateFieldRef(
  field: string,
  { apiVersion, fieldPath }: { apiVersion?: string; fieldPath: string },
): FieldError[] {
  if (!apiVersion) return [required(`${field}.apiVersion`, '')];
  if (!fieldPath) return [required(`${field}.fieldPath`, '')];
  const subscript = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(fieldPath);
  if (subscript || envFieldPaths.includes(fieldPath)) return [];
  if (/^(metadata|spec|status)\.[\w.]+$/.test(fieldPath) && knownPodFields.has(fieldPath)) {
    return [notSupported(`${field}.fieldPath`, fieldPath, envFieldPaths)];
  }
  return [
    invalidValue(
      `${field}.fieldPath`,
      fieldPath,
      'error converting fieldPath: field label not supported: '.concat(fieldPath),
    ),
  ];
}

/** Paths that a field label may name, though a variable may not. */
const knownPodFields = new Set([
  ...['metadata.labels', 'metadata.annotations', 'spec.restartPolicy', 'spec.schedulerName', 'spec.hostNetwork'],
  ...['status.phase', 'status.nominatedNodeName'],
]);

function validateEnvFrom(field: string, sources: NonNullable<Container['envFrom']>): FieldError[] {
  return sources.flatMap(({ prefix, configMapRef, secretRef }, index) => {
    const path = `${field}[${index}]`;
    const errors = prefix ? checked(envVarName, `${path}.prefix`, prefix) : [];
    if (configMapRef && !configMapRef.name) errors.push(required(`${path}.configMapRef.name`, ''));
    if (secretRef && !secretRef.name) errors.push(required(`${path}.secretRef.name`, ''));
    const count = [configMapRef, secretRef].filter(Boolean).length;
    if (count === 0) errors.push(invalidValue(field, '', 'must specify one of: `configMapRef` or `secretRef`'));
    if (count > 1) errors.push(invalidValue(field, '', 'may not have more than one field specified at a time'));
    return errors;
  });
}

function validateMounts(field: string, container: Container, volumes: ReadonlySet<string>): FieldError[] {
  const paths = new Set<string>();
  return (container.volumeMounts ?? []).flatMap((mount, index) => {
    const path = `${field}[${index}]`;
    const errors: FieldError[] = [];
    if (!mount.name) errors.push(required(`${path}.name`, ''));
    if (!volumes.has(mount.name)) errors.push(fieldNotFound(`${path}.name`, mount.name ?? ''));
    if (!mount.mountPath) errors.push(required(`${path}.mountPath`, ''));
    if (paths.has(mount.mountPath)) errors.push(invalidValue(`${path}.mountPath`, mount.mountPath, 'must be unique'));
    paths.add(mount.mountPath);
    if (mount.subPath) errors.push(...validateRelativePath(`${field}.subPath`, mount.subPath));
    if (mount.subPathExpr) {
      if (mount.subPath) {
        errors.push(
          invalidValue(`${path}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'),
        );
      }
      errors.push(...validateRelativePath(`${field}.subPathExpr`, mount.subPathExpr));
    }
    if (mount.mountPropagation)
      errors.push(...validatePropagation(`${field}.mountPropagation`, mount.mountPropagation, container));
    return errors;
  });
}

function validatePropagation(field: string, mode: string, container: Container): FieldError[] {
  const modes = ['Bidirectional', 'HostToContainer', 'None'];
  if (!modes.includes(mode)) return [notSupported(field, mode, modes)];
  if (mode !== 'Bidirectional' || container.securityContext?.privileged) return [];
  return [forbiddenField(field, 'Bidirectional mount propagation is available only to privileged containers')];
}

export function validateRelativePath(field: string, path: string): FieldError[] {
  const absolute = path.startsWith('/') ? [invalidValue(field, path, 'must be a relative path')] : [];
  return [...absolute, ...validateNoBacksteps(field, path)];
}

export function validateNoBacksteps(field: string, path: string): FieldError[] {
  return path.split('/').includes('..') ? [invalidValue(field, path, "must not contain '..'")] : [];
}

type SecurityContext = NonNullable<Container['securityContext']>;

function validateSecurityContext(field: string, context: SecurityContext | undefined): FieldError[] {
  if (!context) return [];
  const errors: FieldError[] = [];
  for (const name of ['runAsUser', 'runAsGroup'] as const) {
    const id = context[name];
    if (id !== undefined && (id < 0 || id > 2_147_483_647)) {
      errors.push(invalidValue(`${field}.${name}`, id, 'must be between 0 and 2147483647, inclusive'));
    }
  }
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged) {
      errors.push(
        invalidValue(
          field,
          goSecurityContext(context),
          'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
        ),
      );
    }
    if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
      errors.push(
        invalidValue(
          field,
          goSecurityContext(context),
          'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
        ),
      );
    }
  }
  return errors;
}

/** The server prints its internal structure. */
function goSecurityContext(context: SecurityContext): unknown {
  return {
    Capabilities: context.capabilities
      ? { Add: context.capabilities.add ?? null, Drop: context.capabilities.drop ?? null }
      : null,
    Privileged: context.privileged ?? null,
    SELinuxOptions: context.seLinuxOptions ?? null,
    WindowsOptions: context.windowsOptions ?? null,
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: context.seccompProfile
      ? { Type: context.seccompProfile.type, LocalhostProfile: context.seccompProfile.localhostProfile ?? null }
      : null,
    AppArmorProfile: context.appArmorProfile
      ? { Type: context.appArmorProfile.type, LocalhostProfile: context.appArmorProfile.localhostProfile ?? null }
      : null,
  };
}

export function validateProbes(field: string, container: Container, { gracePeriod }: ContainerScope): FieldError[] {
  const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
  const hooks = lifecycle ? (['postStart', 'preStop'] as const) : [];
  return [
    ...hooks.flatMap((name) =>
      lifecycle?.[name] ? validateHandler(`${field}.lifecycle.${name}`, lifecycle[name], gracePeriod) : [],
    ),
    ...validateProbe(`${field}.livenessProbe`, livenessProbe, gracePeriod, true),
    ...validateProbe(`${field}.readinessProbe`, readinessProbe, gracePeriod, false),
    ...validateProbe(`${field}.startupProbe`, startupProbe, gracePeriod, true),
  ];
}

function validateProbe(
  field: string,
  probe: Wire<V1Probe> | undefined,
  gracePeriod: number,
  once: boolean,
): FieldError[] {
  if (!probe) return [];
  const errors = validateHandler(field, probe, gracePeriod);
  for (const name of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ] as const) {
    errors.push(...nonNegative(`${field}.${name}`, probe[name]));
  }
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) {
    errors.push(invalidValue(`${field}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
  }
  if (once && probe.successThreshold !== 1) {
    errors.push(invalidValue(`${field}.successThreshold`, probe.successThreshold, 'must be 1'));
  }
  if (!once && grace !== undefined) {
    errors.push(invalidValue(`${field}.terminationGracePeriodSeconds`, grace, 'must not be set for readinessProbes'));
  }
  return errors;
}

type Handler = Wire<V1LifecycleHandler> & Pick<Wire<V1Probe>, 'grpc'>;

function validateHandler(field: string, handler: Handler, gracePeriod: number): FieldError[] {
  const errors: FieldError[] = [];
  let handlers = 0;
  for (const name of ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const) {
    if (!handler[name]) continue;
    if (handlers++) errors.push(forbiddenField(`${field}.${name}`, 'may not specify more than 1 handler type'));
    else errors.push(...validateAction(`${field}.${name}`, name, handler, gracePeriod));
  }
  return handlers ? errors : [required(field, 'must specify a handler type')];
}

function validateAction(
  field: string,
  name: string,
  { exec, httpGet, tcpSocket, grpc, sleep }: Handler,
  gracePeriod: number,
): FieldError[] {
  if (name === 'exec') return exec?.command?.length ? [] : [required(`${field}.command`, '')];
  if (name === 'tcpSocket') return portNumberOrName(`${field}.port`, tcpSocket?.port);
  if (name === 'grpc') return portNumberOrName(`${field}.port`, grpc?.port);
  if (name === 'sleep') {
    const seconds = sleep?.seconds ?? 0;
    const bad = seconds < 0 || seconds > gracePeriod;
    const detail = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod}). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.`;
    return bad ? [invalidValue(field, seconds, detail)] : [];
  }
  const scheme = httpGet?.scheme ?? '';
  return [
    ...(httpGet?.path ? [] : [required(`${field}.path`, '')]),
    ...portNumberOrName(`${field}.port`, httpGet?.port),
    ...(['HTTP', 'HTTPS'].includes(scheme) ? [] : [notSupported(`${field}.scheme`, scheme, ['HTTP', 'HTTPS'])]),
    ...(httpGet?.httpHeaders ?? []).flatMap((header) => checked(httpHeaderName, `${field}.httpHeaders`, header.name)),
  ];
}
