import assert from 'node:assert/strict';
import { inAgent, trialScenario } from '../harness/index.ts';

trialScenario(
  {
    name: 'host-pid',
    title: "A Qtap that does not see the node's processes says of no connection whose it is",
    about: `Without hostPID Qtap captures, and cannot tell which process, container and pod it was. Nothing fails; reports lack what
      they are read for.`,
    tags: ['node'],
    notOn: {
      kind: 'the stand-in meets the processes of a node through the first of them, which it does not see without hostPID',
      existing:
        'the stand-in meets the processes of a node through the first of them, which it does not see without hostPID',
    },
  },
  [
    {
      id: 'no-host-pid',
      title: 'hostPID is false',
      how: 'simulated',
      unproven:
        'That the real Qtap captures without hostPID: the stand-in captures, and leaves out what it could not resolve.',
      exchanges: 40,
      change: inAgent('qtap', 'spec.template.spec.hostPID', false),
      ends: 'green',
      shows({ pipeline }) {
        const connections = pipeline?.pulse.state.events('connection') ?? [];
        assert.ok(connections.length > 0, 'no connection was reported');
        for (const { value } of connections) {
          const { endpoint } = value.source ?? {};
          assert.ok(endpoint?.case === 'local', 'a connection has no local end');
          const { exe, container } = endpoint.value;
          assert.equal(
            `${exe}${container?.name ?? ''}${container?.pod?.name ?? ''}`,
            '',
            'a connection says whose it is',
          );
        }
        return `${connections.length} connections are reported without exe, container and pod`;
      },
    },
  ],
);
