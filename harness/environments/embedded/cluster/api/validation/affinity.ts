import type { V1Affinity, V1NodeSelector, V1NodeSelectorTerm, V1PodAffinityTerm } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, required } from '../objects/field-error.ts';
import type { LabelSelector } from '../objects/label-selector.ts';
import type { Wire } from '../wire.ts';
import { validateLabelSelector } from './metadata.ts';
import { checked, dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from './names.ts';

/** Source: kubernetes `validateAffinity`, 1.34. */
export function validateAffinity(field: string, affinity: Wire<V1Affinity> | undefined): FieldError[] {
  const { nodeAffinity } = affinity ?? {};
  const [needed, wished] = [
    'requiredDuringSchedulingIgnoredDuringExecution',
    'preferredDuringSchedulingIgnoredDuringExecution',
  ] as const;
  const errors: FieldError[] = [];
  if (nodeAffinity?.[needed])
    errors.push(...validateNodeSelector(`${field}.nodeAffinity.${needed}`, nodeAffinity[needed]));
  for (const [index, { weight, preference }] of (nodeAffinity?.[wished] ?? []).entries()) {
    const path = `${field}.nodeAffinity.${wished}[${index}]`;
    errors.push(...validateWeight(path, weight));
    errors.push(...validateNodeSelectorTerm(`${path}.preference`, preference ?? {}, false));
  }
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    for (const [index, term] of (affinity?.[kind]?.[needed] ?? []).entries())
      errors.push(...validatePodAffinityTerm(`${field}.${kind}.${needed}[${index}]`, term));
    for (const [index, { weight, podAffinityTerm }] of (affinity?.[kind]?.[wished] ?? []).entries()) {
      const path = `${field}.${kind}.${wished}[${index}]`;
      errors.push(...validateWeight(path, weight));
      errors.push(...validatePodAffinityTerm(`${path}.podAffinityTerm`, podAffinityTerm ?? {}));
    }
  }
  return errors;
}

function validateWeight(field: string, weight = 0): FieldError[] {
  return weight > 0 && weight <= 100 ? [] : [invalidValue(`${field}.weight`, weight, 'must be in the range 1-100')];
}

/** Source: kubernetes `ValidateNodeSelector`. */
export function validateNodeSelector(field: string, { nodeSelectorTerms: terms }: Wire<V1NodeSelector>): FieldError[] {
  const path = `${field}.nodeSelectorTerms`;
  if (!terms?.length) return [required(path, 'must have at least one node selector term')];
  return terms.flatMap((term, index) => validateNodeSelectorTerm(`${path}[${index}]`, term, true));
}

/** Source: kubernetes `ValidateNodeSelectorTerm`. Values of a preference may be anything. */
function validateNodeSelectorTerm(field: string, term: Wire<V1NodeSelectorTerm>, strict: boolean): FieldError[] {
  const expressions = (term.matchExpressions ?? []).flatMap(({ key = '', operator = '', values = [] }, index) => {
    const path = `${field}.matchExpressions[${index}]`;
    const errors: FieldError[] = [];
    if (operator === 'In' || operator === 'NotIn') {
      if (!values.length)
        errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      if (values.length) errors.push(forbiddenField(`${path}.values`, detail));
    } else if (operator === 'Gt' || operator === 'Lt') {
      const detail = "must be specified single value when `operator` is 'Lt' or 'Gt'";
      if (values.length !== 1) errors.push(required(`${path}.values`, detail));
    } else errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'));
    errors.push(...checked(qualifiedName, `${path}.key`, key));
    if (strict)
      for (const [at, value] of values.entries()) errors.push(...checked(labelValue, `${path}.values[${at}]`, value));
    return errors;
  });
  const fields = (term.matchFields ?? []).flatMap(({ key = '', operator = '', values = [] }, index) => {
    const path = `${field}.matchFields[${index}]`;
    const errors: FieldError[] = [];
    if (operator !== 'In' && operator !== 'NotIn')
      errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'));
    else if (values.length !== 1) {
      const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
      errors.push(required(`${path}.values`, detail));
    }
    if (key !== 'metadata.name') return [...errors, invalidValue(`${path}.key`, key, 'not a valid field selector key')];
    return [...errors, ...values.flatMap((value, at) => checked(dns1123Subdomain, `${path}.values[${at}]`, value))];
  });
  return [...expressions, ...fields];
}

function validatePodAffinityTerm(field: string, term: Partial<Wire<V1PodAffinityTerm>>): FieldError[] {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey = '' } = term;
  return [
    ...validateLabelSelector(`${field}.labelSelector`, labelSelector),
    ...validateLabelSelector(`${field}.namespaceSelector`, namespaceSelector),
    ...namespaces.flatMap((name) => checked(dns1123Label, `${field}.namespace`, name)),
    ...validateLabelKeys(field, labelSelector, term.matchLabelKeys, term.mismatchLabelKeys),
    ...(topologyKey ? [] : [required(`${field}.topologyKey`, 'can not be empty')]),
    ...checked(qualifiedName, `${field}.topologyKey`, topologyKey),
  ];
}

/** Source: kubernetes `ValidateMatchLabelKeysAndMismatchLabelKeys`, 1.34. */
export function validateLabelKeys(
  field: string,
  selector: LabelSelector | undefined,
  match: readonly string[] = [],
  mismatch: readonly string[] = [],
): FieldError[] {
  const errors = Object.entries({ matchLabelKeys: match, mismatchLabelKeys: mismatch }).flatMap(([name, keys]) => {
    if (!keys.length) return [];
    if (!selector) return [forbiddenField(`${field}.${name}`, 'must not be specified when labelSelector is not set')];
    return keys.flatMap((key, index) => checked(qualifiedName, `${field}.${name}[${index}]`, key));
  });
  const selected = new Set(Object.keys(selector?.matchLabels ?? {}));
  for (const { key = '' } of selector?.matchExpressions ?? []) {
    const at = match.lastIndexOf(key);
    if (at >= 0 && selected.has(key))
      errors.push(invalidValue(`${field}[${at}]`, key, 'exists in both matchLabelKeys and labelSelector'));
    selected.add(key);
  }
  for (const [index, key] of match.entries()) {
    if (!mismatch.includes(key)) continue;
    const detail = 'exists in both matchLabelKeys and mismatchLabelKeys';
    errors.push(invalidValue(`${field}.matchLabelKeys[${index}]`, key, detail));
  }
  return errors;
}
