import type { Fault } from './fault.ts';
import { container, pod, podOf, pods } from './manifests.ts';

export const volumesFaults: readonly Fault[] = [
  { name: 'mount of no volume', path: pods, body: podOf({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }) },
  {
    name: 'mount without path',
    path: pods,
    body: pod({ volumes: [{ name: 'd' }], containers: [{ ...container, volumeMounts: [{ name: 'd' }] }] }),
  },
  {
    name: 'two mounts at one path',
    path: pods,
    body: pod({
      volumes: [{ name: 'd' }],
      containers: [
        {
          ...container,
          volumeMounts: [
            { name: 'd', mountPath: '/a' },
            { name: 'd', mountPath: '/a' },
          ],
        },
      ],
    }),
  },
  {
    name: 'mount of a parent',
    path: pods,
    body: pod({
      volumes: [{ name: 'd' }],
      containers: [{ ...container, volumeMounts: [{ name: 'd', mountPath: '/a', subPath: '../b' }] }],
    }),
  },
  { name: 'two volumes of one name', path: pods, body: pod({ volumes: [{ name: 'd' }, { name: 'd' }] }) },
  {
    name: 'volume of two kinds',
    path: pods,
    body: pod({ volumes: [{ name: 'd', emptyDir: {}, hostPath: { path: '/x' } }] }),
  },
  { name: 'host path without path', path: pods, body: pod({ volumes: [{ name: 'd', hostPath: {} }] }) },
  {
    name: 'host path of an unknown type',
    path: pods,
    body: pod({ volumes: [{ name: 'd', hostPath: { path: '/x', type: 'Folder' } }] }),
  },
  { name: 'secret volume without name', path: pods, body: pod({ volumes: [{ name: 'd', secret: {} }] }) },
  { name: 'config map volume without name', path: pods, body: pod({ volumes: [{ name: 'd', configMap: {} }] }) },
  {
    name: 'bad volume mode',
    path: pods,
    body: pod({ volumes: [{ name: 'd', secret: { secretName: 's', defaultMode: 777 } }] }),
  },
  { name: 'bad volume name', path: pods, body: pod({ volumes: [{ name: 'D_1' }] }) },
];
