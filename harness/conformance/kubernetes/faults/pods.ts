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
  { name: 'zero deadline', path: pods, body: pod({ activeDeadlineSeconds: 0 }) },
];
