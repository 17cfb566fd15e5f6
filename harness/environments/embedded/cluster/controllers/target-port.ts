import type { KindMap } from '../api/cluster-api.ts';

type ServicePort = NonNullable<NonNullable<KindMap['Service']['spec']>['ports']>[number];

/** The number behind a Service's port in one pod; undefined where the pod has no port of that name. */
export function targetPort({ targetPort: target, port }: ServicePort, { spec }: KindMap['Pod']): number | undefined {
  if (target === undefined || target === 0) return port;
  if (typeof target === 'number') return target;
  const ports = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].flatMap(
    (container) => container.ports ?? [],
  );
  return ports.find(({ name }) => name === target)?.containerPort;
}
