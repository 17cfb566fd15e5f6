import { expect, test } from 'vitest';
import { resourceTypes } from '../../environments/embedded/cluster/api/registry/resource-type.ts';
import { pathOf, randomRequest } from './random-request.ts';

const types = resourceTypes().filter(({ verbs }) => verbs.includes('patch'));
const requests = Array.from({ length: 600 }, (_, seed) => randomRequest(seed, types));

test('a seed makes the same request every time', () => {
  expect(requests[7]).toEqual(randomRequest(7, types));
});

test('every kind, method and form of a body is reached', () => {
  const reached = new Set(requests.map(({ path }) => path.split('?')[0]?.replace(/\/present$/, '')));
  expect([...reached].sort()).toEqual(types.map((type) => pathOf(type)).sort());
  expect(new Set(requests.map(({ method, contentType }) => `${method} ${contentType}`))).toEqual(
    new Set([
      ...['POST application/json', 'POST application/yaml', 'PUT application/json', 'PUT application/yaml'],
      ...['PATCH application/merge-patch+json', 'PATCH application/strategic-merge-patch+json'],
    ]),
  );
});
