import type { Json } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { patch, post, quiet } from '../steps/verbs.ts';
import { configMap, configMaps } from './objects.ts';

const bodies: Readonly<Record<string, Json>> = {
  'adds a field': [{ op: 'add', path: '/data/b', value: '2' }],
  'adds over a field': [{ op: 'add', path: '/data/a', value: '2' }],
  'adds below what is not there': [{ op: 'add', path: '/metadata/labels/x', value: '2' }],
  'adds a whole map': [{ op: 'add', path: '/metadata/labels', value: { x: 'y' } }],
  'escapes a slash': [
    { op: 'add', path: '/metadata/annotations', value: { 'a/b': '1' } },
    { op: 'replace', path: '/metadata/annotations/a~1b', value: '2' },
  ],
  'replaces a field': [{ op: 'replace', path: '/data/a', value: '2' }],
  'replaces what is not there': [{ op: 'replace', path: '/data/z', value: '2' }],
  'removes a field': [{ op: 'remove', path: '/data/a' }],
  'removes what is not there': [{ op: 'remove', path: '/data/z' }],
  'moves a field': [{ op: 'move', from: '/data/a', path: '/data/b' }],
  'moves what is not there': [{ op: 'move', from: '/data/z', path: '/data/b' }],
  'copies a field': [{ op: 'copy', from: '/data/a', path: '/data/b' }],
  'copies what is not there': [{ op: 'copy', from: '/data/z', path: '/data/b' }],
  'tests what holds': [
    { op: 'test', path: '/data/a', value: '1' },
    { op: 'replace', path: '/data/a', value: '2' },
  ],
  'tests what does not hold': [{ op: 'test', path: '/data/a', value: '9' }],
  'tests for absence': [{ op: 'test', path: '/data/z', value: null }],
  'appends to a list': [
    { op: 'add', path: '/metadata/finalizers', value: [] },
    { op: 'add', path: '/metadata/finalizers/-', value: 'example.com/a' },
    { op: 'remove', path: '/metadata/finalizers/0' },
  ],
  'adds past the end of a list': [
    { op: 'add', path: '/metadata/finalizers', value: [] },
    { op: 'add', path: '/metadata/finalizers/3', value: 'example.com/a' },
  ],
  'has an unknown operation': [{ op: 'merge', path: '/data/a', value: '1' }],
  'has no operation': [{ path: '/data/a', value: '1' }],
  'has no path': [{ op: 'add', value: '1' }],
  'has a relative path': [{ op: 'add', path: 'data/a', value: '1' }],
  'adds without a value': [{ op: 'add', path: '/data/b' }],
  'is empty': [],
  'is an object': { op: 'add', path: '/data/b', value: '2' },
  'holds texts': ['add'],
  'is no JSON': 'not json',
  'replaces the whole object by nothing': [{ op: 'replace', path: '', value: {} }],
  'changes the name': [{ op: 'replace', path: '/metadata/name', value: 'other' }],
  'changes the kind': [{ op: 'replace', path: '/kind', value: 'Secret' }],
  'sets a number for a text': [{ op: 'replace', path: '/data/a', value: 5 }],
  'sets an unknown field': [{ op: 'add', path: '/foo', value: 5 }],
  'sets null': [{ op: 'replace', path: '/data', value: null }],
  'names a past version': [{ op: 'replace', path: '/metadata/resourceVersion', value: '1' }],
  'removes from the end': [
    { op: 'add', path: '/metadata/finalizers', value: ['example.com/a', 'example.com/b'] },
    { op: 'remove', path: '/metadata/finalizers/-1' },
    { op: 'remove', path: '/metadata/finalizers/0' },
  ],
  'removes before the start': [
    { op: 'add', path: '/metadata/finalizers', value: ['example.com/a'] },
    { op: 'remove', path: '/metadata/finalizers/-2' },
  ],
  'replaces at the end': [
    { op: 'add', path: '/metadata/finalizers', value: ['example.com/a', 'example.com/b'] },
    { op: 'replace', path: '/metadata/finalizers/-1', value: 'example.com/c' },
    { op: 'remove', path: '/metadata/finalizers' },
  ],
  'adds before the end': [
    { op: 'add', path: '/metadata/finalizers', value: ['example.com/a'] },
    { op: 'add', path: '/metadata/finalizers/-1', value: 'example.com/c' },
    { op: 'test', path: '/metadata/finalizers/0', value: 'example.com/c' },
    { op: 'remove', path: '/metadata/finalizers' },
  ],
};

/** RFC 6902, as evanphx/json-patch takes it. */
export const jsonPatchCases: readonly ConformanceCase<KubernetesTarget>[] = Object.entries(bodies).map(
  ([name, body], index) => {
    const object = `patched-${index}`;
    return stepsCase(
      `a JSON patch that ${name}`,
      quiet(post(configMaps, configMap(object))),
      patch('json', `${configMaps}/${object}`, body),
    );
  },
);
