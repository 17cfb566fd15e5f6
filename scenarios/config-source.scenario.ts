import assert from 'node:assert/strict';
import { parseDocument } from 'yaml';
import {
  inSnapshot,
  localConfig,
  logLine,
  podsOf,
  serveSnapshot,
  snapshotText,
  trialScenario,
} from '../harness/index.ts';

const errorPage = '<html>\n  <p>502: Bad: Gateway</p>\n</html>\n';

const elsewhere = { key: 'app', source: 'k8s.labels', location: 'app' };

/** The snapshot with an object store whose events go to an event store that does not exist. */
function withoutEventStore(text: string): string {
  const document = parseDocument(text);
  const path = ['services', 'object_stores', 0, 'event_store', 'id'];
  document.setIn(document.has('config') ? ['config', ...path] : path, 'nowhere');
  return String(document);
}

trialScenario(
  {
    name: 'config-source',
    title: 'A config that Qtap does not take from Qplane, or does not take at all, is named',
    about: `A config file that was left over beats the token, and Qtap is healthy without Qplane. A snapshot that Qtap cannot read, or
      refuses for one id, is refused as a whole: at the start it exits, later it keeps the old one.`,
    tags: ['identity', 'capture'],
  },
  [
    {
      id: 'config-arg-left',
      title: '--config is left in the arguments, beside the token',
      how: 'behaviour',
      change: localConfig('argument'),
      ends: /^Qtap never called Qplane: --config in its arguments beats the registration token/,
      at: /--config=/,
      async shows(seen) {
        assert.deepEqual(seen.pipeline?.qplane.state.calls(), [], 'Qplane was called');
        return `Qplane heard nothing; ${await ready(await podsOf(seen, 'qtap'))}`;
      },
    },
    {
      id: 'config-arg-left',
      title: "QPOINT_CONFIG is set, as by the chart's value config",
      how: 'behaviour',
      change: localConfig('variable'),
      ends: /^Qtap never called Qplane: QPOINT_CONFIG beats the registration token/,
      at: /- name: QPOINT_CONFIG/,
    },
    {
      id: 'snapshot-undecodable',
      title: 'the snapshot is an error page of HTML',
      how: 'static',
      change: snapshotText(errorPage),
      ends: /snapshot\.yaml:\d+: not valid YAML/,
    },
    {
      id: 'snapshot-undecodable',
      title: 'Qplane answers the first fetch with an error page',
      how: 'behaviour',
      before: ({ qplane }, { deployment }) => qplane.state.setSnapshot(deployment.registrationToken, errorPage),
      ends: /^Qtap refuses the whole config that it is given and exits: .*not /,
    },
    {
      id: 'snapshot-undecodable',
      title: 'Qplane answers a later fetch with an error page',
      how: 'behaviour',
      exchanges: 40,
      async during(scene) {
        await serveSnapshot(scene, errorPage);
        return undefined;
      },
      ends: 'green',
      async shows(seen) {
        await logLine(seen, 'qtap', /Failed to fetch config after update notification/);
        return 'the old config stays in force: "Failed to fetch config after update notification"';
      },
    },
    {
      id: 'snapshot-invalid',
      title: 'a store names an event store that does not exist',
      how: 'static',
      change: inSnapshot('config.services.object_stores.0.event_store', { id: 'nowhere' }),
      ends: /event store id="nowhere" does not exist/,
    },
    {
      id: 'snapshot-invalid',
      title: 'a tag comes from a source that there is not',
      how: 'static',
      change: inSnapshot('config.tags', [elsewhere]),
      ends: /tags.*must be one of env, k8s\.label, k8s\.annotation, container\.label/,
    },
    {
      id: 'snapshot-invalid',
      title: 'an object store has no type',
      how: 'static',
      change: inSnapshot('config.services.object_stores.0.type', undefined),
      ends: /object_stores.*type/,
    },
    {
      id: 'snapshot-invalid',
      title: 'a macro is no expression',
      how: 'static',
      change: inSnapshot('config.rulekit', { macros: [{ name: 'failed', expr: 'http.res.status >=' }] }),
      ends: /macros/,
    },
    {
      id: 'snapshot-invalid',
      title: 'Qplane serves the store that names no event store',
      how: 'behaviour',
      before: async ({ qplane }, { deployment, snapshotText: text }) =>
        qplane.state.setSnapshot(deployment.registrationToken, withoutEventStore(text)),
      ends: /^Qtap refuses the whole config .*event store id="nowhere" does not exist/,
    },
  ],
);

async function ready(pods: Awaited<ReturnType<typeof podsOf>>): Promise<string> {
  const conditions = pods.flatMap(({ status }) => status?.conditions ?? []);
  assert.ok(
    conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
    'Qtap is not ready',
  );
  return 'Qtap is ready all the same';
}
