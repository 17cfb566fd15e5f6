import { badRequest } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { type LabelRequirement, parseLabelSelector } from './parse-label-selector.ts';

export type Match = (object: KubeObject) => boolean;

/** A label selector of a query. Throws ApiError BadRequest. */
export function labelSelector(text: string): Match {
  const requirements = parseLabelSelector(text);
  return ({ metadata }) => requirements.every((item) => labelsMeet(item, metadata.labels ?? {}));
}

function labelsMeet({ key, operator, values }: LabelRequirement, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[key];
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'notin':
    case '!=':
      return value === undefined || !values.includes(value);
    case '>':
    case '<': {
      if (value === undefined || !/^[+-]?\d+$/.test(value)) return false;
      const bound = Number(values[0]);
      return operator === '>' ? Number(value) > bound : Number(value) < bound;
    }
    default:
      return value !== undefined && values.includes(value);
  }
}

/** Fields beyond name and namespace that a kind can be selected by. Source: `pkg/registry/<group>/<kind>/strategy.go`. */
const selectable: Readonly<Record<string, readonly string[]>> = {
  pods: [
    ...['spec.nodeName', 'spec.restartPolicy', 'spec.schedulerName', 'spec.serviceAccountName', 'spec.hostNetwork'],
    ...['status.phase', 'status.podIP', 'status.nominatedNodeName'],
  ],
  events: [
    ...['involvedObject.kind', 'involvedObject.namespace', 'involvedObject.name', 'involvedObject.uid'],
    ...['involvedObject.apiVersion', 'involvedObject.resourceVersion', 'involvedObject.fieldPath'],
    ...['reason', 'reportingComponent', 'source', 'type'],
  ],
  secrets: ['type'],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  services: ['spec.clusterIP', 'spec.type'],
  replicasets: ['status.replicas'],
  replicationcontrollers: ['status.replicas'],
  jobs: ['status.successful'],
};

/** A field selector of a query: `metadata.name=a,status.phase!=Running`. Throws ApiError BadRequest. Source: apimachinery `fields/selector.go`. */
export function fieldSelector(type: ResourceType, text: string): Match {
  const requirements = (text.match(/(?:\\.|[^,\\])+/g) ?? []).map((part) => fieldRequirement(type, part, text));
  return (object) => requirements.every((requirement) => requirement(object));
}

function fieldRequirement(type: ResourceType, text: string, whole: string): Match {
  const match = /^(.*?)(!=|==|=)(.*)$/s.exec(text);
  if (!match) throw badRequest(`invalid selector: '${whole}'; can't understand '${text}'`);
  const [, asked = '', operator, escaped = ''] = match;
  // Nothing equals nothing.
  if (!asked && !escaped) return () => operator !== '!=';
  const value = escaped.replace(/\\([\\,=])/g, '$1');
  const path = type.group === 'events.k8s.io' ? asked.replace(/^regarding\./, 'involvedObject.') : asked;
  const own = selectable[type.plural];
  if (path !== 'metadata.name' && path !== 'metadata.namespace' && !own?.includes(path)) {
    throw badRequest(unknownField(type, asked));
  }
  return (object) => (fieldText(object, path) === value) === (operator !== '!=');
}

/** Kinds with fields of their own refuse others in words of their own. Source: `AddFieldLabelConversionFunc` of each group. */
function unknownField({ plural }: ResourceType, asked: string): string {
  if (plural === 'jobs') return `field label "${asked}" not supported for Job`;
  return selectable[plural]
    ? `field label not supported: ${asked}`
    : `"${asked}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

/** Selectors compare text; a field that is not there is Go's zero value. */
function fieldText(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
  if (path === 'source') value = (object.source as { component?: string } | undefined)?.component;
  if (value === undefined && (path === 'spec.hostNetwork' || path === 'spec.unschedulable')) return 'false';
  return value === undefined ? '' : String(value);
}
