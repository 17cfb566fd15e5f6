import { expect, test } from 'vitest';
import { mistypedFields } from './mistyped-fields.ts';

const object = {
  spec: {
    replicas: '1',
    containers: [
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: 8080 },
        ],
        resources: { requests: { cpu: '2', memory: '12GB' } },
      },
    ],
  },
};

test.each([
  [
    'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
    [['spec', 'containers', 0, 'env', 1, 'value']],
  ],
  [
    'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    [['spec', 'replicas']],
  ],
  [
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    [['spec', 'containers', 0, 'resources', 'requests', 'memory']],
  ],
  ['json: cannot unmarshal bool into Go struct field X.spec.replicas of type int32', []],
  ['something else', []],
])('finds the value that could not be decoded: %s', (message, expected) => {
  const wrong = mistypedFields(object, message);
  expect(wrong).toEqual(expected);
});
