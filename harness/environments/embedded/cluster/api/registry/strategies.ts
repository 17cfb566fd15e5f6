import {
  configMapStrategy,
  endpointSliceStrategy,
  endpointsStrategy,
  namespaceStrategy,
  nodeStrategy,
  persistentVolumeClaimStrategy,
  persistentVolumeStrategy,
  secretStrategy,
  serviceStrategy,
} from './kinds/core.ts';
import {
  horizontalPodAutoscalerStrategy,
  ingressStrategy,
  networkPolicyStrategy,
  podDisruptionBudgetStrategy,
  priorityClassStrategy,
  roleBindingStrategy,
  storageClassStrategy,
} from './kinds/others.ts';
import { podStrategy } from './kinds/pod.ts';
import {
  cronJobStrategy,
  daemonSetStrategy,
  deploymentStrategy,
  jobStrategy,
  replicaSetStrategy,
  statefulSetStrategy,
} from './kinds/workloads.ts';
import type { Strategy } from './strategy.ts';

const strategies: Readonly<Record<string, Strategy>> = {
  'clusterrolebindings.rbac.authorization.k8s.io': roleBindingStrategy,
  'horizontalpodautoscalers.autoscaling': horizontalPodAutoscalerStrategy,
  'ingresses.networking.k8s.io': ingressStrategy,
  'networkpolicies.networking.k8s.io': networkPolicyStrategy,
  'poddisruptionbudgets.policy': podDisruptionBudgetStrategy,
  'priorityclasses.scheduling.k8s.io': priorityClassStrategy,
  'rolebindings.rbac.authorization.k8s.io': roleBindingStrategy,
  'storageclasses.storage.k8s.io': storageClassStrategy,
  configmaps: configMapStrategy,
  'cronjobs.batch': cronJobStrategy,
  'daemonsets.apps': daemonSetStrategy,
  'deployments.apps': deploymentStrategy,
  endpoints: endpointsStrategy,
  'endpointslices.discovery.k8s.io': endpointSliceStrategy,
  'jobs.batch': jobStrategy,
  namespaces: namespaceStrategy,
  nodes: nodeStrategy,
  persistentvolumeclaims: persistentVolumeClaimStrategy,
  persistentvolumes: persistentVolumeStrategy,
  pods: podStrategy,
  'replicasets.apps': replicaSetStrategy,
  secrets: secretStrategy,
  services: serviceStrategy,
  'statefulsets.apps': statefulSetStrategy,
};

const plain: Strategy = {};

/** The strategy of a storage name, for example `deployments.apps`. */
export function strategyOf(storage: string): Strategy {
  return strategies[storage] ?? plain;
}
