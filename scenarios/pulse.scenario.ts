import assert from 'node:assert/strict';
import { agentLog, agentPods, alongside, inSnapshot, trialScenario, until, variable } from '../harness/index.ts';

/** Codes of gRPC (reference, pulse.md section 1). */
const invalidArgument = 3;
const unavailable = 14;

const batches = { route: 'pulse', rpc: 'IngestBatch' };
const queueFull = 'event store queue is full; discarding request';

trialScenario(
  {
    name: 'pulse',
    title: 'What Pulse does not take is sent again, and what it never will is named',
    about: `Pulse takes a batch and its answer is lost, refuses one for good, is down under load, cannot be reached by one of its two
      names, or gets no token. Qtap sends a batch until it is taken: so Pulse may hear of one thing twice, and what it refuses holds up
      everything that comes after.`,
    tags: ['scanning', 'resilience', 'network'],
  },
  [
    {
      id: 'pulse-plain-http',
      title: 'the event store has an http:// address',
      how: 'behaviour',
      change: inSnapshot('config.services.event_stores.0.url', 'http://api-pulse.qpoint.io'),
      exchanges: 40,
      ends: /^Qtap cannot set up its event store: provide an https:\/\/ url/,
      at: /id: pulse/,
    },
    {
      id: 'pulse-token-empty',
      title: "the event store's token is a variable that Qtap's pod does not have",
      how: 'behaviour',
      change: inSnapshot('config.services.event_stores.0.token', { type: 'env', value: 'PULSE_TOKEN' }),
      ends: /creating pulse heartbeat: token is empty; .*PULSE_TOKEN, which Qtap's pod does not have/,
      at: /id: pulse/,
      async shows({ pipeline, files }) {
        assert(pipeline && files);
        const [pod] = await agentPods(pipeline, files, 'qtap');
        const [status] = pod?.status?.containerStatuses ?? [];
        assert.equal(status?.lastState?.terminated?.exitCode, 1);
        return `it ended with exit code 1 at each start, ${status?.restartCount} times so far`;
      },
    },
    {
      id: 'pulse-host-name',
      title: "QScan's name of Pulse is not let through, Qtap's is",
      how: 'behaviour',
      change: variable('qscan', 'PULSE_ENDPOINT', 'https://pulse.qpoint.io'),
      before: ({ faults }) => {
        const fault = { kind: 'cut', at: 'request' } as const;
        faults.add({ name: 'one name is blocked', at: { host: 'pulse.qpoint.io' }, fault });
      },
      exchanges: 40,
      ends: /^QScan never asks Pulse for a job: it calls Pulse as pulse\.qpoint\.io \(PULSE_ENDPOINT\), which nothing answers, while Qtap reaches Pulse as api-pulse\.qpoint\.io; allow port 443 to both names/,
      at: /PULSE_ENDPOINT/,
    },
    {
      id: 'pulse-poison-event',
      title: 'Pulse refuses one batch as invalid, whenever it comes',
      how: 'simulated',
      unproven: 'which event Pulse would refuse: invalid_argument is answered in its place.',
      during: async ({ pipeline }) => {
        const fault = { kind: 'rpc-error', code: invalidArgument } as const;
        pipeline.faults.add({ name: 'a batch is poisoned', at: batches, fault });
        return undefined;
      },
      exchanges: 40,
      ends: /never announced to Pulse, .*: Pulse refused one batch \d+ times and Qtap sends it for ever/,
      shows({ collected }) {
        assert(collected);
        const refused = collected.evidence.exchanges.filter(({ fault }) => fault === 'a batch is poisoned');
        const bodies = new Set(refused.map(({ requestBody }) => requestBody.toString('base64')));
        assert(refused.length > 2, `the batch came ${refused.length} times`);
        assert.equal(bodies.size, 1, 'other batches came between');
        return `the same bytes came ${refused.length} times, and none of any other batch`;
      },
    },
    {
      id: 'pulse-slow',
      title: 'Pulse takes a batch, and its answer does not come in time',
      how: 'simulated',
      unproven: 'that Qtap waits 30 s: the answer is lost at once.',
      during: async ({ pipeline }) => {
        const when = { requests: { from: 0, to: 1 } };
        pipeline.faults.add({ name: 'an answer is lost', at: batches, when, fault: { kind: 'cut', at: 'answer' } });
        return undefined;
      },
      exchanges: 40,
      ends: 'green',
      shows({ pipeline }) {
        assert(pipeline);
        const events = pipeline.pulse.state.events('request');
        const repeated = events.length - new Set(events.map(({ value }) => value.id)).size;
        assert(repeated > 0, 'Pulse heard of no request twice');
        return `Pulse heard of ${repeated} requests twice, and no finding is missing`;
      },
    },
    {
      id: 'pulse-overload',
      title: 'Pulse is down until more events wait than the queue holds',
      how: 'behaviour',
      exchanges: 1500,
      during: alongside(async ({ pipeline, files }, signal) => {
        const fault = { kind: 'rpc-error', code: unavailable } as const;
        using _ = pipeline.faults.add({ name: 'Pulse is down', at: batches, fault });
        const isTold = async () => (await agentLog({ pipeline, files }, 'qtap')).includes(queueFull) || undefined;
        await until(isTold, signal);
      }),
      ends: /never announced to Pulse, .*: Qtap threw \d+ events away, because its queue of 1024 was full/,
      async shows({ pipeline, files }) {
        assert(pipeline);
        const lost = 1500 - new Set(pipeline.pulse.state.events('request').map(({ value }) => value.id)).size;
        const discarded = (await agentLog({ pipeline, files }, 'qtap')).split(queueFull).length - 1;
        assert(lost > 0 && discarded >= lost, `${lost} requests are lost, ${discarded} lines say so`);
        return `${lost} of 1500 requests never reached Pulse, and Qtap's log says ${discarded} times that it discarded an event`;
      },
    },
  ],
);
