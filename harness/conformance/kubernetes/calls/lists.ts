import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { del, get, patch, post, quiet } from '../steps/verbs.ts';
import { lease, leases, pod, pods } from './objects.ts';

const items = { keep: 'items' } as const;
const letters = ['a', 'b', 'c', 'd', 'e'].map((name, index) =>
  quiet(post(leases, lease(name, { labels: { letter: name, tier: index < 3 ? 'low' : 'high' } }))),
);
const select = (selector: string) => `${leases}?labelSelector=${encodeURIComponent(selector)}`;
const fields = (selector: string) => `${leases}?fieldSelector=${encodeURIComponent(selector)}`;
/** What a server gives beside 410 for a token whose version is forgotten. */
const nowAfter = (name: string) =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: -1, start: `${name}\u0000` })).toString('base64url');
const all = 'there are a, b, c (low), d, e (high)';

/** Lists: pages, versions, selectors. The first case makes what the others look at. */
export const listCases: readonly ConformanceCase<KubernetesTarget>[] = [
  stepsCase(all, ...letters, get(leases, items)),
  stepsCase('an empty list', get('/api/v1/namespaces/{ns}/limitranges')),
  stepsCase('a list of a namespace that is not there', get('/api/v1/namespaces/nowhere/configmaps')),
  stepsCase(
    'pages',
    get(`${leases}?limit=2`, items),
    get(`${leases}?limit=2&continue={0.metadata.continue}`, items),
    get(`${leases}?limit=2&continue={1.metadata.continue}`, items),
  ),
  stepsCase(
    'pages by label',
    get(`${select('tier=low')}&limit=2`, items),
    get(`${select('tier=low')}&limit=2&continue={0.metadata.continue}`, items),
  ),
  stepsCase('a page of more than there is', get(`${leases}?limit=500`, items)),
  stepsCase('a page that ends with the last', get(`${leases}?limit=5`, items)),
  stepsCase('a limit of none', get(`${leases}?limit=0`, items)),
  stepsCase('a limit below none', get(`${leases}?limit=-1`, items)),
  stepsCase('a limit of text', get(`${leases}?limit=some`)),
  stepsCase(
    'the second page is of the time of the first',
    get(`${leases}?limit=2`, items),
    quiet(post(leases, lease('cc'))),
    quiet(del(`${leases}/d`)),
    quiet(patch('merge', `${leases}/e`, { metadata: { labels: { letter: 'z' } } })),
    get(`${leases}?continue={0.metadata.continue}`, items),
    get(leases, items),
    quiet(del(`${leases}/cc`)),
    quiet(post(leases, lease('d', { labels: { letter: 'd', tier: 'high' } }))),
    quiet(patch('merge', `${leases}/e`, { metadata: { labels: { letter: 'e' } } })),
  ),
  stepsCase('a continue token that is none', get(`${leases}?limit=2&continue=abc`)),
  stepsCase(
    'a continue token of another start',
    get(`${leases}?limit=2&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiIuLi9hIn0`),
  ),
  stepsCase(
    'a continue token beside a version',
    get(`${leases}?limit=2`, items),
    get(`${leases}?limit=2&resourceVersion=5&continue={0.metadata.continue}`),
  ),
  stepsCase('version 0', get(`${leases}?resourceVersion=0`, items)),
  stepsCase('a version that is no number', get(`${leases}?resourceVersion=abc`)),
  stepsCase('a version of its own rule without a version', get(`${leases}?resourceVersionMatch=Exact`)),
  stepsCase('a version by an unknown rule', get(`${leases}?resourceVersion=5&resourceVersionMatch=Roughly`)),
  stepsCase('exactly version 0', get(`${leases}?resourceVersion=0&resourceVersionMatch=Exact`)),
  stepsCase(
    'exactly a version of the past',
    get(leases, items),
    quiet(del(`${leases}/a`)),
    get(`${leases}?resourceVersion={0.metadata.resourceVersion}&resourceVersionMatch=Exact`, items),
    get(`${leases}?resourceVersion={0.metadata.resourceVersion}&resourceVersionMatch=NotOlderThan`, items),
    quiet(post(leases, lease('a', { labels: { letter: 'a', tier: 'low' } }))),
  ),
  stepsCase(
    'pages of a version of the past',
    get(leases, items),
    quiet(del(`${leases}/b`)),
    get(`${leases}?limit=2&resourceVersion={0.metadata.resourceVersion}`, items),
    quiet(post(leases, lease('bb'))),
    get(`${leases}?limit=2&continue={2.metadata.continue}`, items),
    get(`${leases}?limit=2&resourceVersion=0`, items),
    get(`${leases}?limit=3&resourceVersion={0.metadata.resourceVersion}&resourceVersionMatch=NotOlderThan`, items),
    quiet(del(`${leases}/bb`)),
    quiet(post(leases, lease('b', { labels: { letter: 'b', tier: 'low' } }))),
  ),
  stepsCase(
    'pages by label go on after what has left it',
    get(`${select('tier=low')}&limit=1`, items),
    quiet(patch('merge', `${leases}/b`, { metadata: { labels: { tier: 'high' } } })),
    quiet(del(`${leases}/a`)),
    get(`${select('tier=low')}&limit=1&continue={0.metadata.continue}`, items),
    get(`${select('tier=low')}&limit=1&continue={3.metadata.continue}`, items),
    get(`${select('tier=low')}&limit=1`, items),
    quiet(patch('merge', `${leases}/b`, { metadata: { labels: { tier: 'low' } } })),
    quiet(post(leases, lease('a', { labels: { letter: 'a', tier: 'low' } }))),
  ),
  stepsCase(
    'a continue token of what is there now',
    get(`${leases}?limit=2&continue=${nowAfter('b')}`, items),
    get(`${leases}?continue=${nowAfter('e')}`, items),
  ),
  stepsCase('not older than the future', get(`${leases}?resourceVersion=999999999999&timeoutSeconds=1`)),
  stepsCase('an object of a version that is no number', get(`${leases}/a?resourceVersion=abc`)),
  stepsCase('an object not older than version 0', get(`${leases}/a?resourceVersion=0`, { keep: 'spec' })),
  stepsCase('initial events without a watch', get(`${leases}?sendInitialEvents=true`)),
  ...[
    'letter=a',
    'letter==a',
    'letter!=a',
    'letter',
    '!letter',
    'letter in (a,b)',
    'letter notin (a,b)',
    'letter in (a),tier=low',
    'tier in (low, high),letter!=e',
    'letter>1',
    'letter=',
    'nothing=x',
    'letter in ()',
    ' letter = a ',
    'a b',
    'letter in a',
    'letter in (a',
    '=a',
    'letter=a,',
    ',',
    'a=b=c',
    'letter=!',
    'bad_/key=a',
    `letter=${'a'.repeat(64)}`,
    'letter===a',
    '!letter=a',
    '(letter)',
    'letter=ä',
    'letter>x',
  ].map((selector) => stepsCase(`labels ${JSON.stringify(selector).slice(0, 40)}`, get(select(selector), items))),
  ...[
    'metadata.name=a',
    'metadata.name!=a',
    'metadata.name==a',
    'metadata.namespace={ns}',
    'metadata.name=a,metadata.namespace=x',
    'metadata.name',
    'metadata.name=',
    'metadata.labels=a',
    'spec.foo=x',
    'metadata.name=a\\,b',
    '=',
    'metadata.name>a',
    ',metadata.name=a',
  ].map((selector) =>
    stepsCase(
      `fields ${JSON.stringify(selector)}`,
      get(fields(selector).replace(encodeURIComponent('{ns}'), '{ns}'), items),
    ),
  ),
  stepsCase(
    'pods by fields of theirs',
    quiet(post(pods, pod('one'))),
    ...[
      'spec.nodeName=',
      'status.phase=Pending',
      'status.phase!=Pending',
      'spec.restartPolicy=Always',
      'spec.schedulerName=nobody',
      'spec.serviceAccountName=default',
      'status.podIP=',
      'spec.hostNetwork=false',
      'spec.containers=x',
      'status.nominatedNodeName=',
    ].map((selector) => get(`${pods}?fieldSelector=${encodeURIComponent(selector)}`, items)),
    quiet(del(`${pods}/one`)),
  ),
  ...(
    [
      ['secrets', 'type=Opaque'],
      ['services', 'spec.clusterIP=None'],
      ['services', 'spec.type=ClusterIP'],
      ['events', 'involvedObject.name=x,reason=y,type=z,source=a'],
      ['events', 'message=x'],
    ] as const
  ).map(([plural, selector]) =>
    stepsCase(
      `${plural} by ${selector}`,
      get(`/api/v1/namespaces/{ns}/${plural}?fieldSelector=${encodeURIComponent(selector)}`, { keep: 'refusal' }),
    ),
  ),
  stepsCase('nodes by field', get('/api/v1/nodes?fieldSelector=spec.unschedulable%3Dtrue', { keep: 'refusal' })),
  stepsCase('namespaces by field', get('/api/v1/namespaces?fieldSelector=status.phase%3DGone', { keep: 'refusal' })),
  stepsCase(
    'jobs by field',
    get('/apis/batch/v1/namespaces/{ns}/jobs?fieldSelector=status.successful%3D0', { keep: 'refusal' }),
  ),
];
