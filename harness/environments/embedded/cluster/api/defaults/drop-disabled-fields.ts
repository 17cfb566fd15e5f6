import type { V1Container, V1EphemeralContainer, V1PodSpec } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';

/**
 * Takes off what belongs to features that a server of 1.34 has switched off unless told otherwise: it accepts such fields
 * and forgets them. Source: kubernetes `pkg/api/pod.DropDisabledPodFields` and `pkg/features/kube_features.go`, 1.34.
 */
export function dropDisabledPodFields(spec: Wire<V1PodSpec>): void {
  // Features HostnameOverride, ImageVolume, ClusterTrustBundleProjection, PodCertificateRequest, ContainerStopSignals,
  // ContainerRestartRules and EnvFiles.
  delete spec.hostnameOverride;
  dropImageVolumes(spec);
  for (const volume of spec.volumes ?? []) {
    for (const source of volume.projected?.sources ?? []) {
      delete source.clusterTrustBundle;
      delete source.podCertificate;
    }
  }
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy !== 'Always') delete container.restartPolicy;
    dropFromContainer(container);
  }
  for (const container of [...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])]) {
    delete container.restartPolicy;
    dropFromContainer(container);
  }
}

/** A volume made of an image goes whole, with what mounts it. */
function dropImageVolumes(spec: Wire<V1PodSpec>): void {
  const dropped = new Set(spec.volumes?.filter(({ image }) => image).map(({ name }) => name));
  if (!dropped.size) return;
  spec.volumes = (spec.volumes ?? []).filter(({ image }) => !image);
  if (!spec.volumes.length) delete spec.volumes;
  for (const containers of [spec.initContainers, spec.containers, spec.ephemeralContainers]) {
    for (const container of containers ?? []) {
      if (!container.volumeMounts) continue;
      container.volumeMounts = container.volumeMounts.filter(({ name }) => !dropped.has(name));
      if (!container.volumeMounts.length) delete container.volumeMounts;
    }
  }
}

function dropFromContainer(container: Wire<V1Container> | Wire<V1EphemeralContainer>): void {
  if (container.lifecycle?.stopSignal !== undefined) {
    delete container.lifecycle.stopSignal;
    if (!container.lifecycle.preStop && !container.lifecycle.postStart) delete container.lifecycle;
  }
  delete container.restartPolicyRules;
  for (const { valueFrom } of container.env ?? []) delete valueFrom?.fileKeyRef;
}
