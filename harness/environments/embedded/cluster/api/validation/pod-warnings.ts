import type { V1PodSpec } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';

/** What the server accepts and warns of. Source: kubernetes `pkg/api/pod/warnings.go`, 1.34; names and ports only. */
export function podWarnings(field: string, spec: Wire<V1PodSpec> | undefined): string[] {
  const warnings: string[] = [];
  const ports = new Map<string, string>();
  const names = new Map<string, string>();
  for (const kind of ['initContainers', 'containers'] as const) {
    for (const [index, container] of (spec?.[kind] ?? []).entries()) {
      const path = `${field}.${kind}[${index}]`;
      const variables = new Set<string>();
      for (const [at, { name, value = '', valueFrom }] of (container.env ?? []).entries()) {
        const reference = `$(${name})`;
        const hides = variables.has(name) && (valueFrom || value === reference || !value.includes(reference));
        if (hides) {
          warnings.push(
            `${path}.env[${at}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
          );
        }
        variables.add(name);
      }
      for (const [at, port] of (container.ports ?? []).entries()) {
        const place = `${path}.ports[${at}]`;
        const key = `${port.containerPort}/${port.protocol}/${port.hostIP ?? ''}/${port.hostPort ?? 0}`;
        const other = ports.get(key);
        if (other) warnings.push(`${place}: duplicate port definition with ${other}`);
        ports.set(key, other ?? place);
        if (!port.name) continue;
        const named = names.get(port.name);
        const choice = 'services and probes that select ports by name will use';
        if (named)
          warnings.push(`${place}: duplicate port name ${JSON.stringify(port.name)} with ${named}, ${choice} ${named}`);
        names.set(port.name, named ?? place);
      }
    }
  }
  return warnings;
}
