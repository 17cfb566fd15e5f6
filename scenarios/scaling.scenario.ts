import assert from 'node:assert/strict';
import {
  agentLog,
  agentPods,
  allOf,
  alongside,
  type Change,
  holdJobs,
  inContainer,
  inPlugin,
  patchAgent,
  type Scene,
  type Seen,
  trialScenario,
  until,
  variable,
} from '../harness/index.ts';

/** Milliseconds that a download takes, so that jobs wait for scanners. */
const download = 150;
const slowDownloads = { name: 'a download takes time', at: { route: 'object-store', method: 'GET' } };
const slow = { kind: 'latency', milliseconds: download } as const;

/** Work for seconds, and room for several replicas on the guide's node. */
const busy: Change = allOf(
  inPlugin('qscan', 'config.sample_rate', 1),
  inContainer('qscan', ['resources'], { requests: { cpu: '100m', memory: '256Mi' } }),
);

/** How many pods have asked Pulse for a job. */
function asking({ pipeline }: Pick<Scene, 'pipeline'>): number {
  const asks = pipeline.edge.journal.entries().filter(({ path }) => path.endsWith('/GetNextJob'));
  return new Set(asks.map(({ caller }) => caller?.pod)).size;
}

/** That every job was handed out once, and reported once. */
function assertOnce({ pipeline }: Seen): number {
  assert(pipeline);
  const { state } = pipeline.pulse;
  const jobs = state.jobs();
  const again = jobs.filter(({ deliveries }) => deliveries !== 1);
  assert.equal(again.length, 0, `${again.length} of ${jobs.length} jobs were not handed out exactly once`);
  assert.equal(state.reports().length, jobs.length, 'there are more reports than jobs, or fewer');
  return jobs.length;
}

trialScenario(
  {
    name: 'scaling',
    title: 'More scanners share the queue, fewer lose nothing of it',
    about: `QScan is scaled from one replica to three and back to one while jobs wait, and once by pollers and scanners in one pod. The queue
      drains, no job is lost, and none is scanned twice.`,
    tags: ['scanning', 'resilience'],
    notOn: { existing: 'a run has no right to change an object there' },
  },
  [
    {
      id: 'scale-up-down',
      title: 'from one replica to three and back while jobs wait',
      how: 'behaviour',
      change: busy,
      exchanges: 120,
      openPatience: 10_000,
      during: alongside(async ({ pipeline, files }, signal) => {
        const { pulse, faults } = pipeline;
        using _ = faults.add({ ...slowDownloads, fault: slow });
        const reporting = () => new Set(pulse.state.reports().map(({ caller }) => caller?.pod)).size;
        await pulse.state.waitFor(() => reporting() === 1, { signal });
        // Nobody gets a job until all three have asked for one: a slow machine would let the first do all the work.
        const held = holdJobs(pipeline);
        await patchAgent(pipeline, files, 'qscan', { spec: { replicas: 3 } });
        await until(async () => asking({ pipeline }) === 3 || undefined, signal);
        held[Symbol.dispose]();
        await pulse.state.waitFor(() => reporting() === 3, { signal });
        await patchAgent(pipeline, files, 'qscan', { spec: { replicas: 1 } });
        await until(async () => (await agentPods(pipeline, files, 'qscan')).length === 1 || undefined, signal);
      }),
      ends: 'green',
      async shows(seen) {
        const { pipeline, files } = seen;
        assert(pipeline && files);
        const byPod = Map.groupBy(pipeline.pulse.state.reports(), ({ caller }) => caller?.pod);
        assert.equal(byPod.size, 3, `${byPod.size} pods reported`);
        assert.equal((await agentPods(pipeline, files, 'qscan')).length, 1, 'it was not scaled back');
        const shares = [...byPod.values()].map(({ length }) => length);
        return `${assertOnce(seen)} jobs, each handed out and reported once, by three pods (${shares.join(', ')})`;
      },
    },
    {
      id: 'scale-up-down',
      title: 'three pollers and three scanners in one pod',
      how: 'behaviour',
      change: allOf(busy, variable('qscan', 'NUM_POLLERS', '3'), variable('qscan', 'NUM_SCANNERS', '3')),
      exchanges: 40,
      before: ({ faults }) => void faults.add({ ...slowDownloads, fault: slow }),
      ends: 'green',
      async shows(seen) {
        const { collected } = seen;
        assert(collected);
        assert.match(await agentLog(seen, 'qscan'), /models loaded.*scanners\W+3/);
        const starts = collected.evidence.exchanges.flatMap(({ fault, startedAt }) =>
          fault === slowDownloads.name ? [startedAt] : [],
        );
        const together = starts.filter(
          (start, index) => (starts[index + 2] ?? Number.POSITIVE_INFINITY) - start < download,
        );
        assert(together.length > 0, 'no three downloads were under way at once');
        return `${assertOnce(seen)} jobs, each once, and three downloads at a time`;
      },
    },
  ],
);
