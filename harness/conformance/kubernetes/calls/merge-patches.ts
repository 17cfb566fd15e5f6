import type { Json } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { patch, post, quiet, release } from '../steps/verbs.ts';
import { podTemplate, podTemplates } from './objects.ts';

const spec = (fields: Json): Json => ({ template: { spec: fields } });

const merges: Readonly<Record<string, Json>> = {
  'adds and removes labels': { metadata: { labels: { a: null, c: '3' } } },
  'takes all labels': { metadata: { labels: null } },
  'replaces a list': spec({ containers: [{ name: 'one', image: 'x:9' }] }),
  'changes nothing': {},
  'is a list': [],
  'is a text': '"text"',
  'is null': 'null',
  'has a null inside a list': spec({ containers: [{ name: 'one', image: 'x:9', env: null }] }),
  'has an unknown field': { foo: { bar: 1 }, template: { spec: { bar: 1 } } },
  'has a wrong type': spec({ containers: {} }),
  'has a number for a text': { metadata: { labels: { a: 5 } } },
  'names another object': { metadata: { name: 'other' } },
  'names another namespace': { metadata: { namespace: 'other' } },
  'names another kind': { kind: 'Pod' },
  'names another version': { apiVersion: 'v2' },
  'sets the uid': { metadata: { uid: '00000000-0000-0000-0000-000000000000' } },
  'sets the time of creation': { metadata: { creationTimestamp: '2020-01-01T00:00:00Z' } },
  'names a past version': { metadata: { resourceVersion: '1' } },
  'is invalid': { metadata: { labels: { 'a b': 'c' } } },
};

const strategics: Readonly<Record<string, Json>> = {
  'changes one of two containers': spec({ containers: [{ name: 'two', image: 'x:9' }] }),
  'adds a container': spec({ containers: [{ name: 'three', image: 'x:3' }] }),
  'deletes a container': spec({ containers: [{ name: 'one', $patch: 'delete' }] }),
  'replaces all containers': spec({ containers: [{ $patch: 'replace' }, { name: 'new', image: 'y' }] }),
  'orders containers': spec({
    $setElementOrder: null,
    '$setElementOrder/containers': [{ name: 'two' }, { name: 'one' }],
    containers: [{ name: 'two', image: 'x:9' }],
  }),
  'merges variables by name': spec({
    containers: [
      {
        name: 'one',
        env: [
          { name: 'B', value: '2' },
          { name: 'A', value: '9' },
        ],
      },
    ],
  }),
  'merges ports by number': spec({
    containers: [{ name: 'one', ports: [{ containerPort: 80, name: 'web' }, { containerPort: 81 }] }],
  }),
  'replaces plain lists': spec({ containers: [{ name: 'two', args: ['c'] }] }),
  'replaces tolerations': spec({ tolerations: [{ key: 'b', operator: 'Exists' }] }),
  'retains keys of a volume': spec({
    volumes: [{ name: 'v', $retainKeys: ['name', 'configMap'], configMap: { name: 'c' } }],
  }),
  'has two sources of a volume': spec({ volumes: [{ name: 'v', configMap: { name: 'c' } }] }),
  'adds a finalizer': { metadata: { finalizers: ['example.com/two'] } },
  'deletes a finalizer': { metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/one'] } },
  'replaces a map': { metadata: { labels: { $patch: 'replace', z: '9' } } },
  'deletes a map': { metadata: { labels: { $patch: 'delete' } } },
  'has an unknown directive': { metadata: { labels: { $patch: 'invert' } } },
  'has an item without its key': spec({ containers: [{ image: 'x:9' }] }),
  'has a list for a map': { metadata: { labels: ['a'] } },
  'has a text for a list': spec({ containers: 'one' }),
  'has a list of texts for objects': spec({ containers: ['one'] }),
  'has an unknown field': { foo: 1 },
  'is a list': [],
  'is no JSON': '{',
  'is nothing': '',
  'is null': 'null',
  'claims to be a Pod': { kind: 'Pod' },
  'claims another version': { apiVersion: 'apps/v1' },
  'claims to be nothing': { kind: null, apiVersion: null },
  'claims a kind that is none': { kind: 'Nothing', apiVersion: 'v9' },
};

function cases(
  type: 'merge' | 'strategic',
  bodies: Readonly<Record<string, Json>>,
): ConformanceCase<KubernetesTarget>[] {
  return Object.entries(bodies).map(([name, body], index) => {
    const object = `${type}-${index}`;
    return stepsCase(
      `a ${type} patch that ${name}`,
      quiet(post(podTemplates, podTemplate(object))),
      patch(type, `${podTemplates}/${object}`, body),
      release(`${podTemplates}/${object}`),
    );
  });
}

export const mergePatchCases = cases('merge', merges);
export const strategicPatchCases = cases('strategic', strategics);
