import type { V1Node, V1Taint } from '@kubernetes/client-node';
import { duplicate, type FieldError, forbiddenField, invalidValue } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { cidrFamily, validateCidr } from './ip-address.ts';
import { checked, labelValue, oneOf, qualifiedName } from './names.ts';
import { validateResourceValue } from './resources.ts';

type Node = Wire<V1Node>;

/** Source: kubernetes `ValidateNode`, 1.34. */
export function validateNode(node: Node): FieldError[] {
  return [...validateTaints(node), ...validateCapacities(node)];
}

/** Of a new node only. */
export function validateNodeCreate({ spec }: Node): FieldError[] {
  const { podCIDRs = [] } = spec ?? {};
  const errors = podCIDRs.flatMap((range, index) => validateCidr(`spec.podCIDRs[${index}]`, range));
  if (podCIDRs.length < 2 || (podCIDRs.length === 2 && new Set(podCIDRs.map(cidrFamily)).size === 2)) return errors;
  return [...errors, invalidValue('spec.podCIDRs', podCIDRs, 'may specify no more than one CIDR for each IP family')];
}

function validateTaints({ spec }: Node): FieldError[] {
  const seen = new Set<string>();
  return (spec?.taints ?? []).flatMap((taint: Wire<V1Taint>, index) => {
    const { key = '', value = '', effect = '' } = taint;
    const path = `metadata.taints[${index}]`;
    const problems = labelValue(value);
    const errors = checked(qualifiedName, `${path}.key`, key);
    if (problems.length) errors.push(invalidValue(`${path}.value`, value, problems.join(';')));
    errors.push(...oneOf(`${path}.effect`, effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']));
    if (seen.has(`${effect}/${key}`)) {
      const printed = { Key: key, Value: value, Effect: effect, TimeAdded: taint.timeAdded ?? null };
      errors.push(duplicate(path, printed, 'taints must be unique by key and effect pair'));
    }
    seen.add(`${effect}/${key}`);
    return errors;
  });
}

function validateCapacities({ status }: Node): FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((kind) =>
    Object.entries(status?.[kind] ?? {}).flatMap(([name, value]) =>
      validateResourceValue(`status.${kind}.${name}`, name, value),
    ),
  );
}

/** Source: kubernetes `ValidateNodeUpdate`, 1.34. */
export function validateNodeUpdate(next: Node, current: Node): FieldError[] {
  const [ranges, before] = [next.spec?.podCIDRs ?? [], current.spec?.podCIDRs ?? []];
  const errors: FieldError[] = [];
  const rule = (what: string) => `node updates may not change ${what} except from "" to valid`;
  if (before.length && JSON.stringify(ranges) !== JSON.stringify(before))
    errors.push(forbiddenField('spec.podCIDRs', rule('podCIDR')));
  const provider = current.spec?.providerID;
  if (provider && provider !== next.spec?.providerID)
    errors.push(forbiddenField('spec.providerID', rule('providerID')));
  if ((next.spec?.externalID ?? '') !== (current.spec?.externalID ?? ''))
    errors.push(forbiddenField('spec.externalID', 'may not be updated'));
  return errors;
}
