import type { ClusterApi, KindMap } from '../api/cluster-api.ts';

/**
 * Variables that tell a container where Services are: those of its namespace, and `kubernetes` always. Source: the
 * kubelet's `envvars.FromServices` and `getServiceEnvVarMap`.
 */
export function serviceVariables(
  api: ClusterApi,
  namespace: string,
  enableServiceLinks: boolean,
): Record<string, string> {
  const master = api.get('Service', { namespace: 'default', name: 'kubernetes' });
  const own = enableServiceLinks ? api.list('Service', namespace) : [];
  const services = [...(master ? [master] : []), ...own.filter(({ metadata }) => !isMaster(metadata))];
  return Object.assign({}, ...services.map(variablesOf));
}

function isMaster(metadata: { namespace?: string; name?: string } = {}): boolean {
  return metadata.namespace === 'default' && metadata.name === 'kubernetes';
}

function variablesOf({ metadata, spec }: KindMap['Service']): Record<string, string> {
  const address = spec?.clusterIP;
  const ports = spec?.ports ?? [];
  const [first] = ports;
  if (!address || address === 'None' || !first) return {};
  const service = variableName(metadata?.name ?? '');
  const variables: Record<string, string> = {
    [`${service}_SERVICE_HOST`]: address,
    [`${service}_SERVICE_PORT`]: String(first.port),
    [`${service}_PORT`]: `${(first.protocol ?? 'TCP').toLowerCase()}://${address}:${first.port}`,
  };
  for (const { name, port, protocol = 'TCP' } of ports) {
    if (name) variables[`${service}_SERVICE_PORT_${variableName(name)}`] = String(port);
    const prefix = `${service}_PORT_${port}_${protocol.toUpperCase()}`;
    variables[prefix] = `${protocol.toLowerCase()}://${address}:${port}`;
    variables[`${prefix}_PROTO`] = protocol.toLowerCase();
    variables[`${prefix}_PORT`] = String(port);
    variables[`${prefix}_ADDR`] = address;
  }
  return variables;
}

function variableName(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
