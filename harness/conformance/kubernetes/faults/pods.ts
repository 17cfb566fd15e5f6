import type { Fault } from './fault.ts';
import { pod, pods } from './manifests.ts';

export const podsFaults: readonly Fault[] = [
  {
    name: 'bad toleration',
    path: pods,
    body: pod({
      tolerations: [
        { operator: 'Equal', value: 'x' },
        { key: 'a', operator: 'Is' },
      ],
    }),
  },
  {
    name: 'bad toleration effect',
    path: pods,
    body: pod({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'Never' }] }),
  },
  { name: 'bad node selector', path: pods, body: pod({ nodeSelector: { 'a b': 'c' } }) },
  { name: 'unknown priority class', path: pods, body: pod({ priorityClassName: 'nobody' }) },
  { name: 'bad host alias', path: pods, body: pod({ hostAliases: [{ ip: 'here', hostnames: ['Bad_Name'] }] }) },
  {
    name: 'bad search domains and finalizers',
    path: pods,
    body: {
      ...pod({ dnsConfig: { searches: ['a..b', '-x', '.'], nameservers: ['x'], options: [{}] } }),
      metadata: { name: 'p', finalizers: ['bad', 'a/b/c', 'orphan', 'foregroundDeletion'] },
    },
  },
  { name: 'zero deadline', path: pods, body: pod({ activeDeadlineSeconds: 0 }) },
];
