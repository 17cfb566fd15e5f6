import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { get } from '../steps/verbs.ts';

const shape = { keep: 'shape' } as const;
const discovery = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

/** What a server says about itself: health, version, discovery, OpenAPI. */
export const serverDocumentCases: readonly ConformanceCase<KubernetesTarget>[] = [
  ...[
    '/healthz',
    '/livez',
    '/readyz',
    '/healthz/ping',
    '/livez/ping',
    '/readyz/ping',
    '/healthz/etcd',
    '/readyz/etcd',
    '/readyz/foo',
    '/livez/foo',
  ].map((path) => stepsCase(path, get(path))),
  stepsCase('/readyz by a stranger', get('/readyz', { isAnonymous: true })),
  stepsCase('/healthz that leaves a check out', get('/healthz?exclude=etcd')),
  stepsCase('/version', get('/version', shape)),
  stepsCase('/version by a stranger', get('/version', { ...shape, isAnonymous: true })),
  stepsCase('/api', get('/api', shape)),
  stepsCase('/apis', get('/apis', shape)),
  ...['/apis/apps', '/apis/batch', '/apis/policy', '/apis/networking.k8s.io', '/apis/rbac.authorization.k8s.io'].map(
    (path) => stepsCase(path, get(path)),
  ),
  ...['/api/v1', '/apis/apps/v1', '/apis/batch/v1', '/apis/policy/v1'].map((path) =>
    stepsCase(`${path} and its shape`, get(path, shape)),
  ),
  stepsCase('/apis/apps/v1', get('/apis/apps/v1')),
  stepsCase('/api aggregated', get('/api', { ...shape, accept: discovery })),
  stepsCase('/apis aggregated', get('/apis', { ...shape, accept: discovery })),
  stepsCase('/openapi/v3', get('/openapi/v3', { keep: 'status' })),
  stepsCase('/openapi/v3 of a group', get('/openapi/v3/apis/apps/v1', { keep: 'status' })),
  stepsCase('/openapi/v2 in JSON', get('/openapi/v2', { keep: 'status' })),
  stepsCase(
    '/openapi/v2 in protobuf',
    get('/openapi/v2', { keep: 'status', accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' }),
  ),
  stepsCase('/openapi/v2 in something else', get('/openapi/v2', { accept: 'text/html', keep: 'status' })),
];
