import {
  type Check,
  type Container,
  containersOf,
  offenders,
  type PodSpec,
  plural,
  quote,
  type Violation,
} from './pod-security-check.ts';

export const baselineSeccomp: Check = (spec) => seccompSetTo(spec, (type) => type === 'Unconfined');

function seccompSetTo(spec: PodSpec, forbidden: (type: string) => boolean): Violation | undefined {
  const setters: string[] = [];
  const types = new Set<string>();
  const podType = spec.securityContext?.seccompProfile?.type;
  if (podType !== undefined && forbidden(podType)) {
    setters.push('pod');
    types.add(podType);
  }
  const bad = offenders(spec, ({ securityContext }) => {
    const type = securityContext?.seccompProfile?.type;
    if (type === undefined || !forbidden(type)) return false;
    types.add(type);
    return true;
  });
  if (bad.length) setters.push(`${plural('container', bad)} ${quote(bad)}`);
  if (!setters.length) return undefined;
  const detail = `${setters.join(' and ')} must not set securityContext.seccompProfile.type to ${quote([...types].sort())}`;
  return { reason: 'seccompProfile', detail };
}

const allowedVolumes = new Set([
  ...[
    'name',
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'image',
    'persistentVolumeClaim',
    'projected',
    'secret',
  ],
]);

export const restrictedVolumes: Check = ({ volumes = [] }) => {
  const kindOf = (volume: object) => Object.keys(volume).find((field) => !allowedVolumes.has(field));
  const bad = volumes.filter((volume) => kindOf(volume)).map(({ name }) => name);
  if (!bad.length) return undefined;
  const kinds = [...new Set(volumes.flatMap((volume) => kindOf(volume) ?? []))].sort();
  const uses = bad.length === 1 ? 'uses' : 'use';
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', bad)} ${quote(bad)} ${uses} ${plural('restricted volume type', kinds)} ${quote(kinds)}`,
  };
};

export const privilegeEscalation: Check = (spec) => {
  const bad = offenders(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  const detail = `${plural('container', bad)} ${quote(bad)} must set securityContext.allowPrivilegeEscalation=false`;
  return bad.length ? { reason: 'allowPrivilegeEscalation != false', detail } : undefined;
};

export const restrictedCapabilities: Check = (spec) => {
  const keeping = offenders(spec, ({ securityContext }) => !securityContext?.capabilities?.drop?.includes('ALL'));
  const added = ({ securityContext }: Container) =>
    (securityContext?.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE');
  const adding = offenders(spec, (container) => added(container).length > 0);
  const details: string[] = [];
  if (keeping.length) {
    details.push(
      `${plural('container', keeping)} ${quote(keeping)} must set securityContext.capabilities.drop=["ALL"]`,
    );
  }
  if (adding.length) {
    const names = [...new Set(containersOf(spec).flatMap(added))].sort();
    details.push(
      `${plural('container', adding)} ${quote(adding)} must not include ${quote(names)} in securityContext.capabilities.add`,
    );
  }
  return details.length ? { reason: 'unrestricted capabilities', detail: details.join('; ') } : undefined;
};

export const runAsNonRoot: Check = (spec) => {
  const pod = spec.securityContext?.runAsNonRoot;
  const nonRootOf = ({ securityContext }: Container) => securityContext?.runAsNonRoot;
  const explicit = offenders(spec, (container) => nonRootOf(container) === false);
  const setters = [
    ...(pod === false ? ['pod'] : []),
    ...(explicit.length ? [`${plural('container', explicit)} ${quote(explicit)}`] : []),
  ];
  if (setters.length) {
    return {
      reason: 'runAsNonRoot != true',
      detail: `${setters.join(' and ')} must not set securityContext.runAsNonRoot=false`,
    };
  }
  const implicit = pod ? [] : offenders(spec, (container) => nonRootOf(container) === undefined);
  if (!implicit.length) return undefined;
  const detail = `pod or ${plural('container', implicit)} ${quote(implicit)} must set securityContext.runAsNonRoot=true`;
  return { reason: 'runAsNonRoot != true', detail };
};

export const runAsUser: Check = (spec) => {
  const bad = offenders(spec, ({ securityContext }) => securityContext?.runAsUser === 0);
  const pod = spec.securityContext?.runAsUser === 0 ? ['pod'] : [];
  const setters = [...pod, ...(bad.length ? [`${plural('container', bad)} ${quote(bad)}`] : [])];
  return setters.length
    ? { reason: 'runAsUser=0', detail: `${setters.join(' and ')} must not set runAsUser=0` }
    : undefined;
};

export const restrictedSeccomp: Check = (spec) => {
  const allowed = (type: string) => type === 'RuntimeDefault' || type === 'Localhost';
  const set = seccompSetTo(spec, (type) => !allowed(type));
  if (set) return set;
  if (allowed(spec.securityContext?.seccompProfile?.type ?? '')) return undefined;
  const bad = offenders(spec, ({ securityContext }) => !securityContext?.seccompProfile?.type);
  const detail = `pod or ${plural('container', bad)} ${quote(bad)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return bad.length ? { reason: 'seccompProfile', detail } : undefined;
};
