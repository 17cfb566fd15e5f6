import type { ConformanceGroup } from '../../conformance-suite.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { accessFaults } from './access.ts';
import { autoscalingAndPolicyFaults } from './autoscaling-and-policy.ts';
import { configMapsAndSecretsFaults } from './config-maps-and-secrets.ts';
import { containersFaults } from './containers.ts';
import { customResourceDefinitionsFaults } from './custom-resource-definitions.ts';
import { daemonSetsAndJobsFaults } from './daemon-sets-and-jobs.ts';
import { decodingFaults } from './decoding.ts';
import { deploymentsFaults } from './deployments.ts';
import { environmentVariablesFaults } from './environment-variables.ts';
import type { Fault } from './fault.ts';
import { faultCase } from './fault-case.ts';
import { metadataFaults } from './metadata.ts';
import { networkingFaults } from './networking.ts';
import { otherKindsFaults } from './other-kinds.ts';
import { podsFaults } from './pods.ts';
import { portsFaults } from './ports.ts';
import { quotasAndRangesFaults } from './quotas-and-ranges.ts';
import { requestsFaults } from './requests.ts';
import { resourcesAndProbesFaults } from './resources-and-probes.ts';
import { servicesFaults } from './services.ts';
import { volumesFaults } from './volumes.ts';

const faults: Readonly<Record<string, readonly Fault[]>> = {
  decoding: decodingFaults,
  metadata: metadataFaults,
  'config maps and secrets': configMapsAndSecretsFaults,
  containers: containersFaults,
  'environment variables': environmentVariablesFaults,
  ports: portsFaults,
  volumes: volumesFaults,
  'resources and probes': resourcesAndProbesFaults,
  pods: podsFaults,
  deployments: deploymentsFaults,
  'daemon sets and jobs': daemonSetsAndJobsFaults,
  services: servicesFaults,
  networking: networkingFaults,
  'autoscaling and policy': autoscalingAndPolicyFaults,
  access: accessFaults,
  'quotas and ranges': quotasAndRangesFaults,
  'custom resource definitions': customResourceDefinitionsFaults,
  'other kinds': otherKindsFaults,
  requests: requestsFaults,
};

/** Manifests and requests with faults. */
export const faultGroups: readonly ConformanceGroup<KubernetesTarget>[] = Object.entries(faults).map(
  ([name, list]) => ({ name: `faults in ${name}`, cases: list.map(faultCase) }),
);
