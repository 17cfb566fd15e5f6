import { expect, test } from 'vitest';
import type { Facts } from '../facts.ts';
import { qtapRestarted } from './qtap-restarted.ts';

const at = { file: 'qtap.yaml', line: 24 };
const manifest = { locate: () => at };

function facts(callers: readonly (readonly [pod: string, node: string])[]): Facts {
  const exchanges = callers.map(([pod, node]) => ({
    ...{ host: 'api.qpoint.io', path: '/deploy/registration', status: 200 },
    caller: { pod, node, namespace: 'qpoint' },
  }));
  return { inputs: { agents: [{ role: 'qtap', manifest, path: [] }] }, evidence: { exchanges } } as unknown as Facts;
}

test('a second registration on a node is another start', () => {
  const given = facts([
    ['qtap-a', 'node-1'],
    ['qtap-b', 'node-2'],
    ['qtap-c', 'node-1'],
  ]);
  expect(qtapRestarted(given)?.sentence).toContain('Qtap was started 2 times on node-1 (qtap-a, qtap-c)');
});

test('one Qtap on each node is none', () => {
  expect(
    qtapRestarted(
      facts([
        ['qtap-a', 'node-1'],
        ['qtap-b', 'node-2'],
      ]),
    ),
  ).toBeUndefined();
});
