import type { RbacV1Subject, V1RoleBinding } from '@kubernetes/client-node';
import type { Wire } from '../../wire.ts';
import type { Cells } from '../cells.ts';
import { age, cellsFor } from '../formats.ts';

const binding = cellsFor<Wire<V1RoleBinding>>((object) => {
  const { metadata, roleRef, subjects = [] } = object;
  const of = (kind: string): Wire<RbacV1Subject>[] => subjects.filter((subject) => subject.kind === kind);
  return [
    metadata.name,
    `${roleRef.kind}/${roleRef.name}`,
    age(object),
    of('User')
      .map(({ name }) => name)
      .join(', '),
    of('Group')
      .map(({ name }) => name)
      .join(', '),
    of('ServiceAccount')
      .map(({ namespace, name }) => `${namespace ?? ''}/${name}`)
      .join(', '),
  ];
});

export const accessCells: Readonly<Record<string, Cells>> = {
  'clusterrolebindings.rbac.authorization.k8s.io': binding,
  'rolebindings.rbac.authorization.k8s.io': binding,
};
