import { strict as assert } from 'node:assert';
import { inSnapshot, type Seen, trialScenario, variable } from '../harness/index.ts';

const heard = ({ pipeline }: Seen) => ({
  connections: pipeline?.pulse.state.events('connection').map(({ value }) => value) ?? [],
  requests: pipeline?.pulse.state.events('request').length ?? 0,
});

/** Nothing was heard of the traffic, not even that there are connections. */
const silence = (seen: Seen) => {
  const { connections, requests } = heard(seen);
  assert(seen.collected !== undefined, 'nothing was sent');
  assert.equal(connections.length + requests, 0, `${connections.length} connections and ${requests} requests`);
  return 'Pulse heard of no connection and no request';
};

trialScenario(
  {
    name: 'visibility',
    title: 'Traffic that Qtap looks away from is named, and why',
    about: `A direction, loopback, the TLS probes or a variable of a workload make Qtap capture nothing of it. The agents are healthy
      and log nothing; traffic is missing.`,
    tags: ['capture'],
  },
  [
    {
      id: 'direction-hides',
      title: 'direction: egress-external, and an upstream with a private address',
      how: 'behaviour',
      change: inSnapshot('config.tap.direction', 'egress-external'),
      exchanges: 20,
      ends: /^Qtap looks away from the run's traffic: tap\.direction is egress-external, .*; set it to egress or all/,
      at: /direction: egress-external/,
      shows: silence,
    },
    {
      id: 'loopback-hidden',
      title: 'ignore_loopback: true, and an upstream in the same pod',
      how: 'behaviour',
      change: inSnapshot('config.tap.ignore_loopback', true),
      workloads: [{ besideUpstream: true }],
      exchanges: 20,
      ends: /^Qtap looks away from what stays within a pod: tap\.ignore_loopback is true, .*; set it to false/,
      at: /ignore_loopback: true/,
      shows: silence,
    },
    {
      id: 'tls-probe-off',
      title: 'TLS_PROBES=none',
      how: 'simulated',
      unproven: `The traffic is plain HTTP that the workload reports to the stand-in Qtap as TLS: that the probes of a real Qtap see
        nothing in TLS then, or which runtimes they miss, is not shown.`,
      change: variable('qtap', 'TLS_PROBES', 'none'),
      workloads: [{ variables: { REPORTED_SCHEME: 'https' } }],
      exchanges: 20,
      ends: /^Qtap sees connections and no exchange on them: TLS_PROBES is none, .*; take the variable out/,
      at: /TLS_PROBES/,
      shows: (seen) => {
        const { connections, requests } = heard(seen);
        assert(connections.length > 0, 'Pulse heard of no connection');
        assert.equal(requests, 0, `Pulse heard of ${requests} requests`);
        assert(!connections.some((each) => each.tlsProbeIntrospected), 'Qtap looked into a connection');
        return `${connections.length} events of connections, tls_probe_introspected false in each, and no request`;
      },
    },
    {
      id: 'workload-ignored',
      title: 'the workload carries QPOINT_STRATEGY=ignore',
      how: 'behaviour',
      workloads: [{ variables: { QPOINT_STRATEGY: 'ignore' } }],
      exchanges: 20,
      ends: /^Qtap ignores workload-\w+, whose QPOINT_STRATEGY is ignore: .*; take the variable out of its pod/,
      shows: silence,
    },
  ],
);
