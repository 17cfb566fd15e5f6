import { agentField, allOf, inAgent, inContainer, inPlugin, trialScenario, variable } from '../harness/index.ts';

trialScenario(
  {
    name: 'feedback-loop',
    title: 'A QScan whose own traffic is captured is named',
    about: `QScan's pod does not tell Qtap to ignore it. Qtap captures what it downloads, stores it and has it scanned again: bucket and queue
      grow by themselves.`,
    tags: ['capture', 'scanning'],
    notOn: { existing: 'a pod there is seen by Qtap itself, of which the stand-in needs a folder of the node' },
  },
  [
    {
      id: 'feedback-loop',
      title: 'QScan has no QPOINT_STRATEGY=ignore',
      how: 'simulated',
      unproven: 'that the real Qtap sees QScan: the stand-in scanner shows itself to the stand-in Qtap.',
      change: allOf(
        variable('qscan', 'QPOINT_STRATEGY', undefined),
        // By which the stand-in Qtap sees a process; a real one sees all of the node.
        inContainer('qscan', ['volumeMounts'], [{ name: 'probes', mountPath: '/run/harness' }]),
        inAgent('qscan', 'spec.template.spec.volumes', [
          { name: 'probes', hostPath: { path: '/run/harness', type: 'DirectoryOrCreate' } },
        ]),
        // More, and it would never come to an end.
        inPlugin('qscan', 'config.sample_rate', 0.05),
      ),
      exchanges: 40,
      ends: /^QScan scans its own traffic: [1-9]\d* of \d+ objects in the bucket are what it sent or read itself, because its pod has no QPOINT_STRATEGY=ignore/,
      at: agentField('qscan', ['env']),
    },
  ],
);
