import type { V1Container, V1PodSpec, V1Probe, V1Volume } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';
import { dropDisabledPodFields } from './drop-disabled-fields.ts';

type Container = Wire<V1Container>;

/** What every pod specification is given, also that of a template. Source: kubernetes `pkg/apis/core/v1/defaults.go`, 1.34. */
export function setPodSpecDefaults(spec: Wire<V1PodSpec>): void {
  dropDisabledPodFields(spec);
  setServiceAccount(spec);
  spec.dnsPolicy ||= 'ClusterFirst';
  spec.restartPolicy ||= 'Always';
  spec.securityContext ??= {};
  spec.terminationGracePeriodSeconds ??= 30;
  spec.schedulerName ||= 'default-scheduler';
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
  for (const container of containers) setContainerDefaults(container as Container);
  for (const volume of spec.volumes ?? []) setVolumeDefaults(volume);
}

/** Two names of one field. Source: kubernetes `Convert_v1_PodSpec_To_core_PodSpec`. */
function setServiceAccount(spec: Wire<V1PodSpec>): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}

/** What only a pod gets, and a template does not. */
export function setPodDefaults(spec: Wire<V1PodSpec>): void {
  spec.enableServiceLinks ??= true;
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? [])]) {
    const { resources, ports } = container;
    if (resources?.limits) resources.requests = { ...resources.limits, ...resources.requests };
    if (spec.hostNetwork) for (const port of ports ?? []) port.hostPort ||= port.containerPort;
  }
}

function setContainerDefaults(container: Container): void {
  container.imagePullPolicy ||= isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent';
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  container.resources ??= {};
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe) setProbeDefaults(probe);
  }
  for (const handler of [container.lifecycle?.postStart, container.lifecycle?.preStop]) {
    if (handler?.httpGet) setHttpGetDefaults(handler.httpGet);
  }
  for (const variable of container.env ?? []) {
    if (variable.value === '') delete variable.value;
    if (variable.valueFrom?.fieldRef) variable.valueFrom.fieldRef.apiVersion ||= 'v1';
    const resource = variable.valueFrom?.resourceFieldRef;
    if (resource) resource.divisor ||= '0';
  }
}

const word = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const domain = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[a-fA-F0-9:]+\\])(?::\\d+)?';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const reference = new RegExp(`^(?:${domain}/)?${word}(?:/${word})*(?::([\\w][\\w.-]{0,127}))?(@${digest})?$`);

/** A tag of `latest`, or none at all and no digest; not what is no reference. Source: kubernetes `parsers.ParseImageName`. */
function isLatest(image: string): boolean {
  const match = reference.exec(image);
  if (!match) return false;
  const [, tag, byDigest] = match;
  return tag === undefined ? byDigest === undefined : tag === 'latest';
}

function setProbeDefaults(probe: Wire<V1Probe>): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (probe.httpGet) setHttpGetDefaults(probe.httpGet);
  if (probe.grpc) probe.grpc.service ??= '';
}

function setHttpGetDefaults(action: { path?: string; scheme?: string }): void {
  action.path ||= '/';
  action.scheme ||= 'HTTP';
}

function setVolumeDefaults(volume: Wire<V1Volume>): void {
  if (Object.keys(volume).every((field) => field === 'name')) volume.emptyDir = {};
  if (volume.secret) volume.secret.defaultMode ??= 0o644;
  if (volume.configMap) volume.configMap.defaultMode ??= 0o644;
  if (volume.hostPath) volume.hostPath.type ??= '';
  if (volume.downwardAPI) volume.downwardAPI.defaultMode ??= 0o644;
  if (volume.projected) {
    volume.projected.defaultMode ??= 0o644;
    volume.projected.sources ??= null as never;
  }
  const items = [...(volume.downwardAPI?.items ?? []), ...(volume.projected?.sources ?? []).flatMap(itemsOf)];
  for (const { fieldRef } of items) if (fieldRef) fieldRef.apiVersion ||= 'v1';
  for (const { serviceAccountToken } of volume.projected?.sources ?? []) {
    if (serviceAccountToken) serviceAccountToken.expirationSeconds ??= 3600;
  }
  if (volume.iscsi) volume.iscsi.iscsiInterface ||= 'default';
  if (volume.rbd) setRbdDefaults(volume.rbd);
  if (volume.azureDisk) setAzureDiskDefaults(volume.azureDisk);
  if (volume.scaleIO) setScaleIoDefaults(volume.scaleIO);
  const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
  if (claim) claim.volumeMode ??= 'Filesystem';
}

function itemsOf(source: { downwardAPI?: { items?: { fieldRef?: { apiVersion?: string } }[] } }) {
  return source.downwardAPI?.items ?? [];
}

export function setRbdDefaults(source: { pool?: string; user?: string; keyring?: string }): void {
  source.pool ||= 'rbd';
  source.user ||= 'admin';
  source.keyring ||= '/etc/ceph/keyring';
}

export function setAzureDiskDefaults(source: NonNullable<Wire<V1Volume>['azureDisk']>): void {
  source.cachingMode ??= 'ReadWrite';
  source.kind ??= 'Shared';
  source.fsType ??= 'ext4';
  source.readOnly ??= false;
}

export function setScaleIoDefaults(source: { storageMode?: string; fsType?: string }): void {
  source.storageMode ||= 'ThinProvisioned';
  source.fsType ||= 'xfs';
}
