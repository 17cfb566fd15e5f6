import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { get, post } from '../steps/verbs.ts';
import { configMaps } from './objects.ts';

const stranger = { isAnonymous: true } as const;
const bearer = (authorization: string) =>
  ({ isAnonymous: true, headers: { Authorization: authorization }, keep: 'headers' }) as const;

/** Who is let in. */
export const accessCases: readonly ConformanceCase<KubernetesTarget>[] = [
  stepsCase(
    'a stranger',
    get(configMaps, stranger),
    get('/api', stranger),
    get('/', stranger),
    get('/nothing', stranger),
  ),
  ...['Bearer wrong', 'Bearer ', 'Bearer', 'bearer wrong', 'Basic YTpi', 'wrong', ''].map((authorization) =>
    stepsCase(`authorization "${authorization}"`, get(configMaps, bearer(authorization))),
  ),
  stepsCase('a wrong token for the version', get('/version', bearer('Bearer wrong'))),
  stepsCase('a wrong token for what is not there', get('/nothing', bearer('Bearer wrong'))),
  stepsCase(
    'a review of oneself',
    post(
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
      { keep: 'shape' },
    ),
  ),
  stepsCase(
    'what an administrator may',
    post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { verb: 'delete', resource: 'nodes' } },
    }),
  ),
];
