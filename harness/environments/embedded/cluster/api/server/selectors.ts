import { badRequest } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';

export type Match = (object: KubeObject) => boolean;

/** A label selector of a query: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. Throws ApiError BadRequest. */
export function labelSelector(text: string): Match {
  const requirements = splitRequirements(text).map(labelRequirement);
  return ({ metadata }) => requirements.every((requirement) => requirement(metadata.labels ?? {}));
}

type LabelMatch = (labels: Readonly<Record<string, string>>) => boolean;

function labelRequirement(text: string): LabelMatch {
  const set = /^\s*([\w./-]+)\s+(in|notin)\s*\(([^()]*)\)\s*$/.exec(text);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return operator === 'in'
      ? (labels) => labels[key] !== undefined && values.includes(labels[key])
      : (labels) => labels[key] === undefined || !values.includes(labels[key]);
  }
  const equality = /^\s*([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)\s*$/.exec(text);
  if (equality) {
    const [, key = '', operator, value] = equality;
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  const comparison = /^\s*([\w./-]+)\s*([<>])\s*(-?\d+)\s*$/.exec(text);
  if (comparison) {
    const [, key = '', operator, bound] = comparison;
    return (labels) => {
      const value = labels[key];
      if (value === undefined || !/^-?\d+$/.test(value)) return false;
      return operator === '>' ? Number(value) > Number(bound) : Number(value) < Number(bound);
    };
  }
  const existence = /^\s*(!?)\s*([\w./-]+)\s*$/.exec(text);
  if (existence) {
    const [, not, key = ''] = existence;
    return not ? (labels) => labels[key] === undefined : (labels) => labels[key] !== undefined;
  }
  const second = /^\s*!?\s*[\w./-]+\s+([\w./-]+)/.exec(text)?.[1];
  const expected = second === undefined ? 'identifier' : 'in, notin, =, ==, !=, gt, lt';
  throw badRequest(`unable to parse requirement: found '${second ?? text.trim()}', expected: ${expected}`);
}

/** At commas outside of parentheses. */
function splitRequirements(text: string): string[] {
  return text.trim() ? text.split(/,(?![^(]*\))/) : [];
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
  jobs: ['status.successful'],
};

/** A field selector of a query: `metadata.name=a,status.phase!=Running`. Throws ApiError BadRequest. */
export function fieldSelector(type: ResourceType, text: string): Match {
  const requirements = text
    .split(',')
    .filter((part) => part.trim())
    .map((part) => fieldRequirement(type, part));
  return (object) => requirements.every((requirement) => requirement(object));
}

function fieldRequirement(type: ResourceType, text: string): Match {
  const match = /^\s*([\w.]+)\s*(==|=|!=)\s*(.*?)\s*$/.exec(text);
  if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  const [, asked = '', operator, value] = match;
  const path = type.group === 'events.k8s.io' ? asked.replace(/^regarding\./, 'involvedObject.') : asked;
  const known = path === 'metadata.name' || (path === 'metadata.namespace' && type.namespaced);
  if (!known && !selectable[type.plural]?.includes(path)) {
    throw badRequest(`field label not supported: ${asked}`);
  }
  return (object) => (fieldText(object, path) === value) === (operator !== '!=');
}

/** Selectors compare text; a field that is not there is Go's zero value. */
function fieldText(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
  if (path === 'source') value = (object.source as { component?: string } | undefined)?.component;
  if (value === undefined && (path === 'spec.hostNetwork' || path === 'spec.unschedulable')) return 'false';
  return value === undefined ? '' : String(value);
}
