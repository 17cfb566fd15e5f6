import assert from 'node:assert/strict';
import {
  agentField,
  agentLog,
  agentPods,
  allOf,
  type Change,
  forwardedPage,
  inAgent,
  inContainer,
  rollOut,
  runningSince,
  trialScenario,
  variable,
} from '../harness/index.ts';

/** A startup probe that gives up after so many seconds, so that nobody has to wait for the 300 s of the guide's. */
const givesUpAfter = (seconds: number): Change =>
  allOf(
    inContainer('qscan', ['startupProbe', 'periodSeconds'], 1),
    inContainer('qscan', ['startupProbe', 'failureThreshold'], seconds),
  );

const memory = (quantity: string): Change =>
  allOf(
    inContainer('qscan', ['resources', 'requests', 'memory'], quantity),
    inContainer('qscan', ['resources', 'limits', 'memory'], quantity),
  );

/** Where the guide's port-forward goes (reference, deployment.md, steps 6 and 7). */
const documentedPort = 8080;
/** Of the stand-in's own metrics. */
const jobsDone = /^qscan_jobs_total\{result="success"\} [1-9]/m;
/** Milliseconds. */
const slowLoading = 2500;

trialScenario(
  {
    name: 'qscan-start',
    title: 'QScan gets a node, loads its models and is ready, or the reason is named',
    about: `QScan's pods want much memory, load models for minutes and tell by one port whether they are ready. Each trial takes one
      of these away: a node that is large enough, time for the models, the same port everywhere, memory for the scanners.`,
    tags: ['scanning', 'node'],
    notOn: { existing: 'what nodes and limits somebody has is not known, and a GPU may be there' },
  },
  [
    {
      id: 'qscan-node-too-small',
      title: 'no node has the memory that QScan requests',
      how: 'behaviour',
      change: memory('1Ti'),
      ends: /^QScan stays Pending: no node takes it \(Insufficient memory\); add a node with that much memory free, or request less\.$/,
      at: /memory: 1Ti/,
    },
    {
      id: 'gpu-pending',
      title: 'a GPU is asked for where no node offers one',
      how: 'behaviour',
      change: inContainer('qscan', ['resources', 'limits', 'nvidia.com/gpu'], 1),
      ends: /^QScan stays Pending: no node takes it \(Insufficient nvidia\.com\/gpu\); add a node that offers nvidia\.com\/gpu/,
      at: /nvidia\.com\/gpu/,
    },
    {
      id: 'qscan-slow-models',
      title: 'the models take longer than the startup probe waits',
      how: 'simulated',
      unproven: 'how long the real models load: the stand-in takes 20 s where its probe gives it 5 s.',
      // Time enough to listen, also on a busy machine.
      change: givesUpAfter(5),
      additions: { qscan: { modelLoading: 20_000 } },
      ends: /^QScan is restarted before it is ready: its startup probe gives it 5 s and hears HTTP probe failed with statuscode: 503/,
      at: agentField('qscan', ['startupProbe']),
    },
    {
      id: 'qscan-slow-models',
      title: 'the models take their time, and the probe waits',
      how: 'behaviour',
      additions: { qscan: { modelLoading: slowLoading } },
      exchanges: 40,
      ends: 'green',
      async shows({ pipeline, files, collected }) {
        assert(pipeline && files && collected);
        const [pod] = await agentPods(pipeline, files, 'qscan');
        assert(pod);
        const log = await agentLog({ pipeline, files }, 'qscan');
        const loaded = Number(/models loaded.*load_ms\W+(\d+)/.exec(log)?.[1]);
        // On a busy machine everything takes its time, so the models' own is asked for too; a timer may fire a little early.
        assert(loaded >= slowLoading - 100, `the models loaded in ${loaded} ms`);
        const asked = collected.evidence.exchanges.find(({ path }) => path.endsWith('/GetNextJob'));
        assert(asked, 'QScan asked for no job');
        // Its container's start is rounded down to the second, so that no timer that fires a little early comes under it.
        const waited = asked.startedAt - runningSince(pod);
        assert(waited >= slowLoading, `QScan asked for a job ${waited} ms after its start`);
        assert.match(await forwardedPage(pipeline, pod, documentedPort, '/metrics'), jobsDone);
        return `QScan asked for no job before its models had loaded, and its metrics answer behind a port-forward to ${documentedPort}`;
      },
    },
    {
      id: 'qscan-metrics-port',
      title: 'METRICS_PORT names another port than container and probes',
      how: 'behaviour',
      change: allOf(givesUpAfter(2), variable('qscan', 'METRICS_PORT', '9191')),
      ends: /^QScan listens on port 9191 \(METRICS_PORT\), and its startupProbe asks port \d+/,
      at: /METRICS_PORT/,
    },
    {
      id: 'qscan-metrics-port',
      title: 'all but the documented port-forward agree on another port',
      how: 'behaviour',
      change: allOf(
        variable('qscan', 'METRICS_PORT', '9090'),
        inContainer('qscan', ['ports'], [{ name: 'metrics', containerPort: 9090 }]),
        ...['startupProbe', 'readinessProbe', 'livenessProbe'].map((probe) =>
          inContainer('qscan', [probe, 'httpGet', 'port'], 'metrics'),
        ),
      ),
      exchanges: 40,
      ends: 'green',
      async shows({ pipeline, files }) {
        assert(pipeline && files);
        const [pod] = await agentPods(pipeline, files, 'qscan');
        assert(pod);
        await assert.rejects(forwardedPage(pipeline, pod, documentedPort, '/metrics'), /refused/);
        assert.match(await forwardedPage(pipeline, pod, 9090, '/metrics'), jobsDone);
        return `a port-forward to ${documentedPort} is refused, one to 9090 gives the metrics`;
      },
    },
    {
      id: 'qscan-oom',
      title: 'the scanners hold more than the limit',
      how: 'simulated',
      unproven:
        'how many scanners the real models leave room for: three of the stand-in hold 120 MiB each where the limit is 256 MiB.',
      change: allOf(variable('qscan', 'NUM_SCANNERS', '3'), memory('256Mi')),
      additions: { qscan: { scannerMemory: 120, modelLoading: 10_000 } },
      ends: /^QScan was killed for memory \(OOMKilled\) (once|\d+ times)/,
      at: /memory: 256Mi/,
      async shows({ pipeline, files }) {
        assert(pipeline && files);
        const [pod] = await agentPods(pipeline, files, 'qscan');
        const [status] = pod?.status?.containerStatuses ?? [];
        const { exitCode, reason } = status?.lastState?.terminated ?? {};
        assert.deepEqual({ exitCode, reason }, { exitCode: 137, reason: 'OOMKilled' });
        return `restarted ${status?.restartCount} times, last state OOMKilled, exit code 137`;
      },
    },
    {
      id: 'rollout-no-room',
      title: 'one replica is rolled out anew where no node takes a second one',
      how: 'behaviour',
      change: inAgent('qscan', 'spec.progressDeadlineSeconds', 1),
      during: async ({ pipeline, files, step }) => {
        await rollOut(pipeline, files, 'qscan', step.signal);
        return undefined;
      },
      ends: /^The rollout of Deployment \S+ hangs: no node has room for a new pod beside the old one \(Insufficient (cpu|memory)\)/,
      async shows({ pipeline, files }) {
        assert(pipeline && files);
        const pods = await agentPods(pipeline, files, 'qscan');
        const phases = pods.map(({ status }) => status?.phase).sort();
        assert.deepEqual(phases, ['Pending', 'Running']);
        return 'the old pod runs on, the new one stays Pending';
      },
    },
    {
      id: 'hpa-saturated',
      title: 'an autoscaler looks at memory, which the models fill',
      how: 'static',
      unproven: 'how much the real models hold: the guide plans 12 GB or more for each pod.',
      change: (files) => {
        const qscan = files.agent('qscan');
        files.add(
          'autoscaler.yaml',
          `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: qscan, namespace: ${qscan.getIn(['metadata', 'namespace']) ?? 'default'}}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: ${qscan.get('kind')}, name: ${qscan.getIn(['metadata', 'name'])}}
  minReplicas: 1
  maxReplicas: 5
  metrics:
    - type: Resource
      resource:
        name: memory
        target: {type: Utilization, averageUtilization: 80}
`,
        );
      },
      ends: /^HorizontalPodAutoscaler qscan will run QScan at its maximum of 5 replicas with an empty queue: it adds one above 80 % of the \S+ that a pod requests/,
      at: /averageUtilization: 80/,
    },
  ],
);
