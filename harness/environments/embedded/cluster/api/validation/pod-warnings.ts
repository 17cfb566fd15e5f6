import type { V1PodSpec, V1PodTemplateSpec, V1Volume } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';
import { claimWarnings } from './claim-warnings.ts';
import { containerWarnings, portWarnings } from './container-warnings.ts';
import { fractionalBytes } from './fractional-bytes.ts';
import { ipWarnings } from './ip-address.ts';
import { allContainers } from './operating-system.ts';
import { pathWarnings } from './volume-path-warnings.ts';

type PodSpec = Wire<V1PodSpec>;

const deprecatedLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

const deprecatedAnnotations: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};

const deprecatedVolumes: Readonly<Record<string, readonly [keyof Wire<V1Volume>, string]>> = {
  photonPersistentDisk: ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  gitRepo: ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  scaleIO: ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  flocker: ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  storageOS: ['storageos', 'deprecated in v1.22, non-functional in v1.25+'],
  quobyte: ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  glusterfs: ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  cephfs: ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  rbd: ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
};

/**
 * What the server accepts and warns of, for a pod (`prefix` is empty) or a template (`spec.template.`). Source: kubernetes
 * `pkg/api/pod/warnings.go`, 1.34.
 */
export function podWarnings(prefix: string, template: Wire<V1PodTemplateSpec> | undefined): string[] {
  const spec = template?.spec;
  if (!spec) return [];
  const field = `${prefix}spec`;
  const annotations = Object.keys(template?.metadata?.annotations ?? {});
  const containers = allContainers(field, spec);
  return [
    ...nodeWarnings(field, spec),
    ...annotations.flatMap((key) =>
      deprecatedAnnotations[key] ? [`${prefix}metadata.annotations[${key}]: ${deprecatedAnnotations[key]}`] : [],
    ),
    ...(spec.volumes ?? []).flatMap((volume, index) => volumeWarnings(`${field}.volumes[${index}]`, volume)),
    ...pathWarnings(spec.volumes ?? []),
    ...repeatedWarnings(field, spec),
    ...fractionalBytes(`${field}.overhead`, spec.overhead),
    ...containers.flatMap(([path, container]) => containerWarnings(path, container)),
    ...portWarnings(containers),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
    ...affinityWarnings(`${field}.affinity`, spec),
    ...(spec.dnsConfig?.nameservers ?? []).flatMap((address, index) =>
      ipWarnings(`${field}.dnsConfig.nameservers[${index}]`, address),
    ),
    ...(spec.hostAliases ?? []).flatMap(({ ip = '' }, index) => ipWarnings(`${field}.hostAliases[${index}].ip`, ip)),
  ];
}

function nodeWarnings(field: string, spec: PodSpec): string[] {
  const { nodeSelector, affinity, topologySpreadConstraints } = spec;
  const [needed, wished] = [
    'requiredDuringSchedulingIgnoredDuringExecution',
    'preferredDuringSchedulingIgnoredDuringExecution',
  ] as const;
  const path = `${field}.affinity.nodeAffinity`;
  const terms = (affinity?.nodeAffinity?.[needed]?.nodeSelectorTerms ?? []).map(
    (term, index) => [`${path}.${needed}.nodeSelectorTerms[${index}]`, term, false] as const,
  );
  const preferences = (affinity?.nodeAffinity?.[wished] ?? []).map(
    ({ preference }, index) => [`${path}.${wished}[${index}].preference`, preference, true] as const,
  );
  return [
    ...Object.keys(nodeSelector ?? {}).flatMap((key) =>
      deprecatedLabels[key] ? [`${field}.nodeSelector[${key}]: ${deprecatedLabels[key]}`] : [],
    ),
    ...[...terms, ...preferences].flatMap(([place, term]) =>
      (term?.matchExpressions ?? []).flatMap(({ key = '' }, index) =>
        deprecatedLabels[key] ? [`${place}.matchExpressions[${index}].key: ${key} is ${deprecatedLabels[key]}`] : [],
      ),
    ),
    ...(topologySpreadConstraints ?? []).flatMap(({ topologyKey = '', labelSelector }, index) => {
      const place = `${field}.topologySpreadConstraints[${index}]`;
      const message = deprecatedLabels[topologyKey];
      return [
        ...(message ? [`${place}.topologyKey: ${topologyKey} is ${message}`] : []),
        ...(labelSelector ? [] : [`${place}.labelSelector: a null labelSelector results in matching no pod`]),
      ];
    }),
  ];
}

function volumeWarnings(field: string, volume: Wire<V1Volume>): string[] {
  const claim = volume.ephemeral?.volumeClaimTemplate;
  return [
    ...Object.entries(deprecatedVolumes).flatMap(([shown, [name, message]]) =>
      volume[name] ? [`${field}.${shown}: ${message}`] : [],
    ),
    ...(claim ? claimWarnings(`${field}.ephemeral.volumeClaimTemplate.spec`, claim.spec) : []),
  ];
}

function repeatedWarnings(field: string, { hostAliases = [], imagePullSecrets = [] }: PodSpec): string[] {
  const repeated = (place: string, part: string, values: readonly string[]) =>
    values.flatMap((value, index) =>
      values.indexOf(value) < index
        ? [`${field}.${place}[${index}].${part}: duplicate ${part} ${JSON.stringify(value)}`]
        : [],
    );
  const names = imagePullSecrets.map(({ name = '' }) => name);
  return [
    ...repeated(
      'hostAliases',
      'ip',
      hostAliases.map(({ ip = '' }) => ip),
    ),
    ...repeated('imagePullSecrets', 'name', names),
    ...names.flatMap((name, index) =>
      name ? [] : [`${field}.imagePullSecrets[${index}].name: invalid empty name ""`],
    ),
  ];
}

function affinityWarnings(field: string, { affinity }: PodSpec): string[] {
  const message = 'a null labelSelector results in matching no pod';
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((kind) => {
    const path = `${field}.${kind}`;
    const needed = affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const wished = affinity?.[kind]?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    return [
      ...needed.flatMap(({ labelSelector }, index) =>
        labelSelector
          ? []
          : [`${path}.requiredDuringSchedulingIgnoredDuringExecution[${index}].labelSelector: ${message}`],
      ),
      ...wished.flatMap(({ podAffinityTerm }, index) =>
        podAffinityTerm?.labelSelector
          ? []
          : [
              `${path}.preferredDuringSchedulingIgnoredDuringExecution[${index}].podAffinityTerm.labelSelector: ${message}`,
            ],
      ),
    ];
  });
}
