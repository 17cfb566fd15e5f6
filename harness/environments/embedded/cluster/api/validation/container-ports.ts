import type { V1Container } from '@kubernetes/client-node';
import { duplicate, type FieldError, invalidValue, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { checked, oneOf, portName, portNumber } from './names.ts';

type Container = Wire<V1Container>;

/** Source: kubernetes `validateContainerPorts`, 1.34. */
export function validateContainerPorts(field: string, ports: NonNullable<Container['ports']>): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const path = `${field}[${index}]`;
    const errors: FieldError[] = [];
    if (port.name) {
      const problems = checked(portName, `${path}.name`, port.name);
      errors.push(...problems);
      if (!problems.length && names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name));
      if (!problems.length) names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${path}.containerPort`, ''));
    else errors.push(...numbered(`${path}.containerPort`, port.containerPort));
    if (port.hostPort) errors.push(...numbered(`${path}.hostPort`, port.hostPort));
    return [...errors, ...oneOf(`${path}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP'])];
  });
}

function numbered(field: string, port: number): FieldError[] {
  return portNumber(port).map((problem) => invalidValue(field, port, problem));
}

/** One host port cannot be taken twice. Source: kubernetes `checkHostPortConflicts`. */
export function hostPortConflicts(field: string, containers: readonly Container[]): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap((container, index) =>
    (container.ports ?? []).flatMap(({ protocol, hostIP = '', hostPort }, at) => {
      if (!hostPort) return [];
      const place = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(place)) return [duplicate(`${field}[${index}].ports[${at}].hostPort`, place)];
      taken.add(place);
      return [];
    }),
  );
}
