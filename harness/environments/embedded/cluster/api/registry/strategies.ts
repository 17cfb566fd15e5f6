import { horizontalPodAutoscalerStrategy } from './kinds/autoscaling.ts';
import { leaseStrategy } from './kinds/coordination.ts';
import {
  configMapStrategy,
  namespaceStrategy,
  nodeStrategy,
  secretStrategy,
  serviceAccountStrategy,
} from './kinds/core.ts';
import { definitionStrategy } from './kinds/custom-resource-definition.ts';
import { endpointSliceStrategy, endpointsStrategy } from './kinds/endpoints.ts';
import { coreEventStrategy, eventStrategy } from './kinds/event.ts';
import { cronJobStrategy, jobStrategy } from './kinds/jobs.ts';
import { ingressClassStrategy, ingressStrategy, networkPolicyStrategy } from './kinds/networking.ts';
import { podStrategy } from './kinds/pod.ts';
import { podDisruptionBudgetStrategy } from './kinds/policy.ts';
import { limitRangeStrategy, resourceQuotaStrategy } from './kinds/quota.ts';
import { roleBindingStrategy, roleStrategy } from './kinds/rbac.ts';
import { priorityClassStrategy } from './kinds/scheduling.ts';
import { serviceStrategy } from './kinds/service.ts';
import { storageClassStrategy } from './kinds/storage.ts';
import { controllerRevisionStrategy, podTemplateStrategy } from './kinds/templates.ts';
import { persistentVolumeClaimStrategy, persistentVolumeStrategy } from './kinds/volumes.ts';
import { daemonSetStrategy, deploymentStrategy, replicaSetStrategy, statefulSetStrategy } from './kinds/workloads.ts';
import type { ResourceType } from './resource-type.ts';
import type { Strategy } from './strategy.ts';

const strategies: Readonly<Record<string, Strategy>> = {
  'clusterrolebindings.rbac.authorization.k8s.io': roleBindingStrategy,
  'clusterroles.rbac.authorization.k8s.io': roleStrategy,
  'horizontalpodautoscalers.autoscaling': horizontalPodAutoscalerStrategy,
  'ingressclasses.networking.k8s.io': ingressClassStrategy,
  'ingresses.networking.k8s.io': ingressStrategy,
  'leases.coordination.k8s.io': leaseStrategy,
  'networkpolicies.networking.k8s.io': networkPolicyStrategy,
  'poddisruptionbudgets.policy': podDisruptionBudgetStrategy,
  'priorityclasses.scheduling.k8s.io': priorityClassStrategy,
  'rolebindings.rbac.authorization.k8s.io': roleBindingStrategy,
  'roles.rbac.authorization.k8s.io': roleStrategy,
  'storageclasses.storage.k8s.io': storageClassStrategy,
  configmaps: configMapStrategy,
  'controllerrevisions.apps': controllerRevisionStrategy,
  'cronjobs.batch': cronJobStrategy,
  'customresourcedefinitions.apiextensions.k8s.io': definitionStrategy,
  'daemonsets.apps': daemonSetStrategy,
  'deployments.apps': deploymentStrategy,
  endpoints: endpointsStrategy,
  'endpointslices.discovery.k8s.io': endpointSliceStrategy,
  events: coreEventStrategy,
  'jobs.batch': jobStrategy,
  limitranges: limitRangeStrategy,
  namespaces: namespaceStrategy,
  nodes: nodeStrategy,
  persistentvolumeclaims: persistentVolumeClaimStrategy,
  persistentvolumes: persistentVolumeStrategy,
  pods: podStrategy,
  podtemplates: podTemplateStrategy,
  'replicasets.apps': replicaSetStrategy,
  resourcequotas: resourceQuotaStrategy,
  secrets: secretStrategy,
  serviceaccounts: serviceAccountStrategy,
  services: serviceStrategy,
  'statefulsets.apps': statefulSetStrategy,
};

const plain: Strategy = {};

export function strategyOf({ storage, custom, group }: ResourceType): Strategy {
  // The two APIs of events share a storage, not their rules.
  if (group === 'events.k8s.io') return eventStrategy;
  return custom?.strategy ?? strategies[storage] ?? plain;
}
