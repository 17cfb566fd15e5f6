import type { AcceptedDifference } from '../accepted-difference.ts';

interface Topic extends Omit<AcceptedDifference, 'case' | 'environment'> {
  readonly cases: readonly string[];
}

const topics: readonly Topic[] = [
  {
    real: 'Answers in YAML.',
    ours: 'Answers in JSON.',
    reason: 'Every client that is known accepts JSON.',
    cases: ['representations: accept application/yaml'],
  },
  {
    real: 'Words of the protobuf library.',
    ours: 'The same refusal in other words, or a later one.',
    reason: 'Clients send whole messages; the status is what they act on.',
    cases: [
      'representations: protobuf that is none',
      'representations: protobuf that is empty',
      'representations: protobuf that is cut',
      'representations: protobuf without a type',
    ],
  },
  {
    real: 'Nothing acts on the pod: there are no nodes.',
    ours: 'The full cluster with its kubelet and controllers answers.',
    reason: 'The record is of an API server without nodes.',
    cases: [
      'sub-resources: status of a pod',
      'sub-resources: labels of a pod through its status',
      'sub-resources: log of a pod that no node has',
    ],
  },
  {
    real: 'Sub-resources and details of them that no scenario uses (ephemeral containers, bindings by hand, zero left out of a scale).',
    ours: 'Refused with the error for what is not served, or in other words.',
    reason: 'Not built: no client that the environment is for asks for it.',
    cases: [
      'sub-resources: scale is read',
      'sub-resources: scale is patched, tried only',
      'sub-resources: scale is patched by wrong types',
      'sub-resources: binding to nothing',
      'sub-resources: binding, and once more',
      'sub-resources: binding by the old way',
      'sub-resources: ephemeral containers',
    ],
  },
  {
    real: 'Words for paths that cannot be.',
    ours: 'The same status in other words.',
    reason: 'Nothing is reached by them, on either.',
    cases: ['paths: GET /api/v1/namespaces/{ns}/configmaps/a%00', 'paths: GET /api/v1/namespaces/{ns}/configmaps/a%ZZ'],
  },
  {
    real: 'Hashes of storage versions, categories and other marks of discovery.',
    ours: 'They are left out.',
    reason: 'No client that is known reads them.',
    cases: ['server documents: /apis aggregated'],
  },
];

/** Where calls of the embedded cluster's API differ, a row a case. */
export const callDifferences: readonly AcceptedDifference[] = topics.flatMap(({ cases, ...texts }) =>
  cases.map((name) => ({ case: name, environment: 'embedded', ...texts })),
);
