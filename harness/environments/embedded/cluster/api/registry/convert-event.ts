import type { KubeObject } from '../objects/kube-object.ts';

/** The two APIs of events show the same objects under other names. Source: `pkg/apis/events/v1/conversion.go`. */
const names: readonly (readonly [core: string, events: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];

export function toEventsApi(event: KubeObject): KubeObject {
  return renamed(event, 'events.k8s.io/v1', new Map(names));
}

export function toCoreApi(event: KubeObject): KubeObject {
  return renamed(event, 'v1', new Map(names.map(([core, events]) => [events, core])));
}

function renamed(event: KubeObject, apiVersion: string, map: ReadonlyMap<string, string>): KubeObject {
  const entries = Object.entries(event).map(([name, value]) => [map.get(name) ?? name, value]);
  return { ...(Object.fromEntries(entries) as KubeObject), apiVersion };
}
