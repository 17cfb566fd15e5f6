import type { Attributes } from './attributes.ts';

/** `PolicyRule` of rbac.authorization.k8s.io/v1. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** Source: kubernetes `pkg/apis/rbac/v1/evaluation_helpers.go`. */
export function ruleAllows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!has(rule.verbs, attributes.verb)) return false;
  if (attributes.path !== undefined) return (rule.nonResourceURLs ?? []).some((url) => urlCovers(url, attributes.path));
  const { group, resource, subresource, name } = attributes;
  return (
    has(rule.apiGroups, group) &&
    resourceMatches(rule.resources, resource, subresource) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(name))
  );
}

/** What `wanted` asks for that `held` do not grant, piece by piece. Source: kubernetes `rbac/validation.Covers`. */
export function uncovered(wanted: readonly PolicyRule[], held: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(pieces).filter((piece) => !held.some((rule) => covers(rule, piece)));
}

/** As a refusal lists rules: one line for each resource, verbs together, in order. */
export function describeRules(rules: readonly PolicyRule[]): string {
  const byPlace = Map.groupBy(rules, ({ verbs: _verbs, ...place }) => JSON.stringify(place));
  const lines = [...byPlace.values()].map((group) => {
    const { apiGroups, resources, resourceNames, nonResourceURLs } = group[0] ?? ({} as Partial<PolicyRule>);
    const fields = {
      APIGroups: apiGroups,
      Resources: resources,
      NonResourceURLs: nonResourceURLs,
      ResourceNames: resourceNames,
      Verbs: group.flatMap(({ verbs }) => verbs),
    };
    const shown = Object.entries(fields).filter(([, items]) => items?.length);
    return `{${shown.map(([name, items]) => `${name}:[${items?.map((item) => JSON.stringify(item)).join(' ')}]`).join(', ')}}`;
  });
  return lines.sort().join('\n');
}

function has(items: readonly string[] | undefined, wanted: string): boolean {
  return items?.some((item) => item === '*' || item === wanted) ?? false;
}

function resourceMatches(resources: readonly string[] = [], resource: string, subresource: string): boolean {
  const full = subresource ? `${resource}/${subresource}` : resource;
  return resources.some((item) => item === '*' || item === full || (subresource !== '' && item === `*/${subresource}`));
}

function urlCovers(pattern: string, path: string): boolean {
  return pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, '')));
}

function pieces(rule: PolicyRule): PolicyRule[] {
  const ofPlaces = (rule.resources ?? []).flatMap((resource) =>
    (rule.apiGroups ?? []).flatMap((group) =>
      rule.verbs.flatMap((verb) => {
        const piece = { apiGroups: [group], resources: [resource], verbs: [verb] };
        return rule.resourceNames?.length
          ? rule.resourceNames.map((name) => ({ ...piece, resourceNames: [name] }))
          : [piece];
      }),
    ),
  );
  const ofPaths = (rule.nonResourceURLs ?? []).flatMap((url) =>
    rule.verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })),
  );
  return [...ofPlaces, ...ofPaths];
}

function covers(held: PolicyRule, { verbs: [verb = ''], ...piece }: PolicyRule): boolean {
  if (!has(held.verbs, verb)) return false;
  const [url] = piece.nonResourceURLs ?? [];
  if (url !== undefined) return (held.nonResourceURLs ?? []).some((pattern) => urlCovers(pattern, url));
  const [resource = '', subresource = ''] = (piece.resources?.[0] ?? '').split('/');
  const [name] = piece.resourceNames ?? [];
  return (
    has(held.apiGroups, piece.apiGroups?.[0] ?? '') &&
    resourceMatches(held.resources, resource, subresource) &&
    (!held.resourceNames?.length || (name !== undefined && held.resourceNames.includes(name)))
  );
}
