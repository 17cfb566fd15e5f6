import { createHash } from 'node:crypto';
import type { V1OwnerReference, V1PodSpec } from '@kubernetes/client-node';
import type { ManifestObject } from '../../manifests/manifest.ts';
import type { RelaySettings } from './program/relay-settings.ts';
import { relayAddress, relayTunnelPort, relayTurnedPort } from './relay-address.ts';
import type { RelayProgram } from './relay-program.ts';

export type RelayMode = 'node' | 'service';

export interface RelayObjectsOptions {
  readonly mode: RelayMode;
  readonly namespace: string;
  readonly ports: readonly number[];
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly V1OwnerReference[] | undefined;
  readonly program: RelayProgram;
  /** Whether the harness comes by the node's address instead of the API server's port-forward. */
  readonly isDialled?: boolean;
  readonly token: string;
}

export interface RelayObjects {
  /** In the order in which they must be made. */
  readonly objects: readonly ManifestObject[];
  /** Digest of program and settings: relays of one version are alike. */
  readonly version: string;
}

/** Name of every object of a relay; one relay fits in a namespace. */
export const relayName = 'pii-harness-relay';
/** Label of a relay's pods. */
export const relayLabel = 'pii-harness/relay';
export const versionLabel = 'pii-harness/relay-version';
/** Key of the token in its Secret. */
export const tokenKey = 'token';

/** An unprivileged pod listens this far above the port that its Service offers. */
const unprivilegedOffset = 30_000;

/** The objects of a relay: a DaemonSet on the nodes' own network, or a Deployment behind a Service that asks for no privilege. */
export function relayObjects(options: RelayObjectsOptions): RelayObjects {
  const { mode, namespace, ports, labels, ownerReferences, program, token, isDialled } = options;
  const common = {
    namespace,
    name: relayName,
    labels: { ...labels, [relayLabel]: mode },
    ...(ownerReferences !== undefined && { ownerReferences }),
  };
  const settings: Omit<RelaySettings, 'token' | 'version'> = {
    tunnelHost: isDialled ? '0.0.0.0' : '127.0.0.1',
    tunnelPort: relayTunnelPort,
    ports: ports.map((port) => ({ dialled: port, listening: mode === 'node' ? port : listeningPort(port) })),
    ...(mode === 'node' && { nodeAddress: relayAddress, turnedPort: relayTurnedPort }),
  };
  const spec = podSpec(options, JSON.stringify(settings));
  const version = createHash('sha256')
    .update(JSON.stringify([program.digest, mode, spec]))
    .digest('hex')
    .slice(0, 16);
  for (const container of spec.containers) container.env?.push({ name: 'RELAY_VERSION', value: version });
  // Not the given labels: they may name a run, and a relay that is kept must not be rolled out anew for the next one.
  const template = { metadata: { labels: { [relayLabel]: mode, [versionLabel]: version } }, spec };
  const selector = { matchLabels: { [relayLabel]: mode } };
  const shared: ManifestObject[] = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: common, data: { ...program.files } },
    { apiVersion: 'v1', kind: 'Secret', metadata: common, stringData: { [tokenKey]: token } },
  ];
  if (mode === 'node') {
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '100%' } };
    return {
      version,
      objects: [
        ownNamespace(namespace, labels),
        // Made before the pods; the namespace's default one may come later than they are wanted.
        { apiVersion: 'v1', kind: 'ServiceAccount', metadata: common },
        ...shared,
        { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: common, spec: { selector, updateStrategy, template } },
      ],
    };
  }
  const servicePorts = ports.map((port) => ({ name: `port-${port}`, port, targetPort: listeningPort(port) }));
  const strategy = { type: 'Recreate' };
  return {
    version,
    objects: [
      ...shared,
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: common,
        spec: { selector: selector.matchLabels, ports: servicePorts },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: common,
        spec: { replicas: 1, selector, strategy, template },
      },
    ],
  };
}

function listeningPort(port: number): number {
  return port + unprivilegedOffset > 65_535 ? port : port + unprivilegedOffset;
}

function ownNamespace(name: string, labels: Readonly<Record<string, string>>): ManifestObject {
  const admits = { 'pod-security.kubernetes.io/enforce': 'privileged' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...labels, ...admits } } };
}

function podSpec({ mode, image, program }: RelayObjectsOptions, settings: string): V1PodSpec {
  const folder = '/relay';
  const onNode: Partial<V1PodSpec> = {
    hostNetwork: true,
    hostPID: true,
    serviceAccountName: relayName,
    dnsPolicy: 'Default',
    priorityClassName: 'system-node-critical',
    tolerations: [{ operator: 'Exists' }],
  };
  const unprivileged: Partial<V1PodSpec> = {
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
  return {
    ...(mode === 'node' ? onNode : unprivileged),
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // A grace period would only delay the end: the program keeps nothing.
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'relay',
        image,
        imagePullPolicy: 'IfNotPresent',
        command: ['node', `${folder}/${program.main}`],
        env: [
          { name: 'RELAY_SETTINGS', value: settings },
          { name: 'RELAY_TOKEN', valueFrom: { secretKeyRef: { name: relayName, key: tokenKey } } },
        ],
        resources: { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '512Mi' } },
        securityContext:
          mode === 'node'
            ? { privileged: true }
            : { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'program', mountPath: folder, readOnly: true }],
      },
    ],
    volumes: [{ name: 'program', configMap: { name: relayName } }],
  };
}
