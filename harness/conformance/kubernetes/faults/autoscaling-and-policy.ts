import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { Fault } from './fault.ts';

const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' };

function autoscaler(name: string, spec: JsonObject): Fault {
  return {
    name: `HorizontalPodAutoscaler ${name}`,
    path: '/apis/autoscaling/v2/namespaces/{ns}/horizontalpodautoscalers?dryRun=All',
    body: {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'h' },
      spec: { scaleTargetRef, maxReplicas: 3, ...spec },
    },
  };
}

function metric(name: string, fields: JsonObject): Fault {
  return autoscaler(`with a metric ${name}`, { metrics: [fields] });
}

function resource(name: string, target: JsonObject): Fault {
  return metric(name, { type: 'Resource', resource: { name: 'cpu', target } });
}

function budget(name: string, spec: JsonObject): Fault {
  return {
    name: `PodDisruptionBudget ${name}`,
    path: '/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets?dryRun=All',
    body: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b' }, spec },
  };
}

const target = { type: 'AverageValue', averageValue: '1' };

export const autoscalingAndPolicyFaults: readonly Fault[] = [
  autoscaler('of nothing', { scaleTargetRef: { kind: '', name: '' }, maxReplicas: 0 }),
  autoscaler('with fewer at most than at least', { minReplicas: 5 }),
  autoscaler('with a minimum of 0', { minReplicas: 0 }),
  autoscaler('of a bad target', { scaleTargetRef: { kind: 'a/b', name: 'c%d' } }),
  autoscaler('that scales up by nothing', { behavior: { scaleUp: { policies: [] } } }),
  autoscaler('that scales down by nothing', { behavior: { scaleDown: { selectPolicy: 'Min', policies: [] } } }),
  metric('of no type', { type: '' }),
  metric('of an unknown type', { type: 'Weather' }),
  metric('of another type than it says', { type: 'Pods', resource: { name: 'cpu', target } }),
  metric('of two types', {
    type: 'Resource',
    resource: { name: 'cpu', target },
    pods: { metric: { name: 'a' }, target },
  }),
  metric('of a resource without a name', { type: 'Resource', resource: { name: '', target } }),
  resource('without a target', { type: '' }),
  resource('of an unknown target', { type: 'Sum', averageUtilization: 80 }),
  resource('of two targets', { type: 'Utilization', averageUtilization: 80, averageValue: '1' }),
  resource('of negative utilization', { type: 'Utilization', averageUtilization: -1 }),
  resource('of a negative value', { type: 'AverageValue', averageValue: '-1' }),
  metric('of pods without a name', { type: 'Pods', pods: { metric: { name: '' }, target: { type: 'AverageValue' } } }),
  metric('of an object that is none', {
    type: 'Object',
    object: { describedObject: { kind: '', name: '' }, metric: { name: 'a' }, target: { type: 'Value' } },
  }),
  metric('from outside without a value', {
    type: 'External',
    external: { metric: { name: 'a' }, target: { type: 'Value' } },
  }),
  metric('of a container without a name', {
    type: 'ContainerResource',
    containerResource: { name: 'cpu', container: '', target },
  }),
  autoscaler('with bad policies', {
    behavior: {
      scaleDown: {
        selectPolicy: 'Mean',
        stabilizationWindowSeconds: 4000,
        policies: [{ type: 'All', value: 0, periodSeconds: 2000 }],
      },
    },
  }),
  autoscaler('that looks back', {
    behavior: { scaleUp: { stabilizationWindowSeconds: -1, policies: [{ type: 'Pods', value: 1, periodSeconds: 0 }] } },
  }),
  budget('of two bounds', { minAvailable: 1, maxUnavailable: 1 }),
  budget('of two bounds with a selector', {
    minAvailable: 1,
    maxUnavailable: '1%',
    selector: { matchLabels: { a: 'b' } },
  }),
  budget('of a negative bound', { minAvailable: -1 }),
  budget('of more than all', { maxUnavailable: '101%' }),
  budget('of no percentage', { maxUnavailable: '10' }),
  budget('with a bad selector', { selector: { matchLabels: { 'a b': 'c d' } } }),
  budget('of an unknown policy', { minAvailable: 1, unhealthyPodEvictionPolicy: 'Never' }),
];
