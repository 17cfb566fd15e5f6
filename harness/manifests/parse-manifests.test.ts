import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseManifests } from './parse-manifests.ts';

const two = `# a comment
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
---
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: b
spec:
  template:
    spec:
      containers:
        - name: c
          env:
            - {name: X, value: "1"}
            - name: Y
              value: 0644
`;

test('reads each document and knows the line of each field', () => {
  const [first, second] = parseManifests(two, 'two.yaml');
  expect(first?.object.kind).toBe('ConfigMap');
  expect(second?.locate(['spec', 'template', 'spec', 'containers', 0, 'env', 1, 'value'])).toMatchObject({ line: 19 });
  expect(second?.locate(['metadata', 'name'])).toMatchObject({ file: 'two.yaml', line: 10 });
});

test('an absent field stands where its nearest ancestor stands', () => {
  const [, second] = parseManifests(two, 'two.yaml');
  expect(second?.locate(['spec', 'template', 'spec', 'containers', 0, 'image'])).toMatchObject({ line: 15 });
});

test('reads YAML 1.1 as kubectl does: yes is a boolean, 0644 octal, a date stays text', () => {
  const [manifest] = parseManifests('apiVersion: v1\nkind: X\na: yes\nb: 0644\nc: 2026-01-01\nd: 10:30', 'f');
  expect(manifest?.object).toMatchObject({ a: true, b: 420, c: '2026-01-01', d: '10:30' });
});

test('takes a List apart and keeps the lines of its items', () => {
  const [, second] = parseManifests(
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A}\n- apiVersion: v1\n  kind: B\n',
    'l',
  );
  expect(second?.object.kind).toBe('B');
  expect(second?.locate(['kind'])).toMatchObject({ line: 6 });
});

test.each([
  ['a: [1,', /^f\.yaml:1: not valid YAML: /],
  ['apiVersion: v1\nkind: X\nmetadata:\n  a: 1\n  a: 2', /^f\.yaml:5: not valid YAML: Map keys must be unique/],
  ['- 1', /^f\.yaml:1: not a Kubernetes object/],
  ['kind: X', /apiVersion must be set/],
  ['apiVersion: v1\nkind: X\nmetadata: text', /metadata must be a mapping/],
  [
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}]`).join('\n')}`,
    /cannot be expanded/,
  ],
])('refuses what is no manifest with file and line: %#', (text, message) => {
  expect(() => parseManifests(text, 'f.yaml')).toThrow(message);
});

test('whatever was written as YAML is read back', () => {
  const name = fc.string({ minLength: 1, unit: 'grapheme' });
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      name,
      fc.integer(),
      fc.boolean(),
      fc.dictionary(name, tie('node'), { maxKeys: 3 }),
      fc.array(tie('node'), { maxLength: 3 }),
    ),
  })).node;
  fc.assert(
    fc.property(value, (spec) => {
      const object = { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'x' }, spec };
      const [read] = parseManifests(stringify(object, { version: '1.1' }), 'f');
      expect(read?.object).toEqual(object);
    }),
    { numRuns: 200 },
  );
});
