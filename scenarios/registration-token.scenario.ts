import assert from 'node:assert/strict';
import {
  agentField,
  logLine,
  secretGone,
  tokenFrom,
  trialScenario,
  variable,
  withoutSecrets,
} from '../harness/index.ts';

/** Exchanges that show whether anything is scanned at all. */
const few = 40;

trialScenario(
  {
    name: 'registration-token',
    title: 'An agent without its registration token is named',
    about: `The token reaches an agent by a Secret, a key and a variable, and the charts and the manifests of the guide call them
      differently. Each trial gets one of them wrong. Some end in a pod that is healthy and does nothing for you.`,
    tags: ['identity'],
  },
  [
    {
      id: 'token-wrong',
      title: 'Qtap shows the token of another environment',
      how: 'behaviour',
      change: variable('qtap', 'REGISTRATION_TOKEN', 'qpt_of_another_environment'),
      ends: /^Qplane refuses Qtap: its registration token is not that of this run's Qplane environment/,
      at: /- name: REGISTRATION_TOKEN/,
      async shows(seen) {
        await logLine(seen, 'qtap', /failed to fetch registration/);
        const refused = seen.pipeline?.qplane.state.refusals() ?? [];
        assert.ok(
          refused.some(({ kind }) => kind === 'registration'),
          'Qplane refused no registration',
        );
        return `Qtap exits with "failed to fetch registration", Qplane refused ${refused.length} calls`;
      },
    },
    {
      id: 'token-revoked',
      title: 'the token is revoked while Qtap and QScan run',
      how: 'behaviour',
      exchanges: few,
      during({ pipeline, files }) {
        pipeline.expireToken(files.deployment.registrationToken);
        return undefined;
      },
      ends: /^Pulse refuses Qtap: its registration token, which was accepted at first, was revoked or has expired/,
      async shows(seen) {
        await logLine(seen, 'qtap', /permanent error sending batch; retaining batch/);
        return 'Qtap keeps its events: "permanent error sending batch; retaining batch"';
      },
    },
    {
      id: 'token-secret-missing',
      title: "a Secret that Qtap's container names is not there",
      how: 'behaviour',
      change: secretGone('qtap'),
      ends: /^Qtap cannot start \(CreateContainerConfigError\): secret "\S+-that-nobody-made" not found/,
      at: agentField('qtap', ({ envFrom = [], env = [] }) => {
        const isGone = (entry: object) => JSON.stringify(entry).includes('-that-nobody-made');
        const index = envFrom.findIndex(isGone);
        return index < 0 ? ['env', env.findIndex(isGone)] : ['envFrom', index];
      }),
    },
    {
      id: 'token-key-name',
      title: "envFrom of the chart's Secret, whose key is token",
      how: 'behaviour',
      change: tokenFrom('qtap', 'qtap-token'),
      ends: /^Qtap never called Qplane: it has no REGISTRATION_TOKEN, so it runs on its default config/,
      at: agentField('qtap', ['envFrom']),
      async shows(seen) {
        await logLine(seen, 'qtap', /no config file provided, using default config/);
        return 'the pod is healthy and warns "no config file provided, using default config"';
      },
    },
    {
      id: 'token-key-name',
      title: "the chart's key token of a Secret whose key is REGISTRATION_TOKEN",
      how: 'behaviour',
      change: variable('qtap', 'REGISTRATION_TOKEN', { secret: 'qpoint-token', key: 'token' }),
      ends: /^Qtap cannot start \(CreateContainerConfigError\): couldn't find key token in Secret \S+qpoint-token/,
      at: /- name: REGISTRATION_TOKEN/,
    },
    {
      id: 'qscan-token-variable',
      title: 'QScan gets PULSE_API_KEY alone, as from the chart',
      how: 'simulated',
      unproven: 'Which of the two variables the real image reads: here it is one that reads REGISTRATION_TOKEN.',
      exchanges: few,
      change(files) {
        variable('qscan', 'REGISTRATION_TOKEN', '')(files);
        variable('qscan', 'PULSE_API_KEY', { secret: 'qscan-credentials', key: 'pulse-api-key' })(files);
      },
      additions: { qscan: { tokenVariables: ['REGISTRATION_TOKEN'] } },
      ends: /^Pulse refuses QScan: it shows no token although PULSE_API_KEY is set: .*REGISTRATION_TOKEN/,
      at: /- name: REGISTRATION_TOKEN/,
    },
    {
      id: 'qscan-no-credentials',
      title: 'no Secret is named for QScan, as the chart allows it',
      how: 'behaviour',
      exchanges: few,
      change: withoutSecrets('qscan'),
      ends: /^Pulse refuses QScan: it shows no token: REGISTRATION_TOKEN is not set/,
      at: agentField('qscan', ['env']),
    },
  ],
);
