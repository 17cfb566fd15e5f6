import { strict as assert } from 'node:assert';
import {
  agentLog,
  allOf,
  endpointAt,
  inPlugin,
  inSequence,
  leakSearchFor,
  logLine,
  morePlugins,
  qpointStore,
  storeFirst,
  transactions,
  trialScenario,
} from '../harness/index.ts';

/** Another plugin where the stack has `qscan`. */
const insteadOfQscan = (type: string, config: unknown = {}) =>
  allOf(inPlugin('qscan', 'config', config), inPlugin('qscan', 'type', type));

trialScenario(
  {
    name: 'plugins',
    title: 'A stack whose plugins do not do what was meant is named',
    about: `Qtap ignores keys that it does not know, takes a misspelt level for another, and skips a plugin that it cannot set up:
      most of it without an error. What is missing are objects, bodies, findings or issues.`,
    tags: ['capture'],
  },
  [
    {
      id: 'capture-summary-only',
      title: 'http_capture at level summary, and no qscan',
      how: 'behaviour',
      change: insteadOfQscan('http_capture', { level: 'summary' }),
      exchanges: 20,
      ends: /^Nothing is scanned: the stack "[^"]*" has no qscan plugin.*http_capture at level "summary" stores no bodies/,
      at: /type: http_capture/,
      shows: (seen) => {
        const stored = transactions(seen);
        const full = stored.filter(({ request, response }) => request.headers ?? request.body ?? response.body);
        assert.equal(stored.length, 20, `${stored.length} objects of http_capture are in the bucket`);
        assert.equal(full.length, 0, `${full.length} objects have headers or bodies`);
        return '20 objects without headers and bodies';
      },
    },
    {
      id: 'plugin-wrong',
      title: 'access_logs in the place of qscan',
      leaks: true,
      how: 'behaviour',
      change: insteadOfQscan('access_logs', { mode: 'full' }),
      exchanges: 20,
      ends: /^Nothing is scanned: .* access_logs prints exchanges to Qtap's log instead of storing them/,
      at: /type: access_logs/,
      shows: async (seen) => {
        assert(seen.plan !== undefined && seen.collected !== undefined, 'nothing was sent');
        assert.equal(seen.collected.evidence.objects.length, 0, 'the bucket is not empty');
        const isPrinted = leakSearchFor(seen.plan.traffic).holdsValue(await agentLog(seen, 'qtap'));
        assert(isPrinted, "no planted value is in Qtap's log");
        return "the bucket is empty, and planted values stand in Qtap's log";
      },
    },
    {
      id: 'plugin-wrong',
      title: 'a plugin of a type that Qtap has not',
      how: 'behaviour',
      change: insteadOfQscan('qscann'),
      exchanges: 20,
      ends: /^Nothing is scanned: .* Qtap has no plugin of the type "qscann"/,
      at: /type: qscann/,
      shows: async (seen) => {
        await logLine(seen, 'qtap', /plugin not found/);
        return 'Qtap says "plugin not found"';
      },
    },
    {
      id: 'object-store-key-typo',
      title: 'the key that names the store is misspelt, so that the first store is used',
      leaks: true,
      how: 'behaviour',
      change: allOf(storeFirst(qpointStore), inPlugin('qscan', 'config.oabject_store_id', 'artifacts')),
      exchanges: 20,
      ends: /^Payloads land in Qpoint's cloud \(warehouse\.qpoint\.io\): .*knows no key "oabject_store_id"/,
      at: /oabject_store_id: artifacts/,
      shows: (seen) => {
        assert.equal(seen.collected?.evidence.objects.length, 0, 'the own bucket is not empty');
        return 'the own bucket is empty';
      },
    },
    {
      id: 'level-misspelt',
      title: 'http_capture at level Full',
      how: 'behaviour',
      change: morePlugins({ type: 'http_capture', config: { level: 'Full' } }),
      exchanges: 20,
      ends: 'green',
      shows: (seen) => {
        const stored = transactions(seen);
        assert.equal(stored.length, 20, `${stored.length} objects of http_capture are in the bucket`);
        for (const { request, response } of stored) {
          assert(request.headers !== undefined, 'an object has no headers');
          assert((request.body ?? response.body) === undefined, 'an object has a body');
        }
        return '20 objects with headers and without bodies';
      },
    },
    {
      id: 'level-misspelt',
      title: 'a rule of http_capture at level details, where the plugin itself is at full',
      how: 'behaviour',
      change: morePlugins({
        type: 'http_capture',
        config: { level: 'full', rules: [{ name: 'posts', expr: 'http.req.method == "POST"', level: 'details' }] },
      }),
      ownTraffic: inSequence(endpointAt('/v1/letters'), endpointAt('/v1/letters', { method: 'PUT' })),
      ends: 'green',
      shows: (seen) => {
        const bodies = Object.fromEntries(
          transactions(seen).map(({ request }) => [request.headers?.[':method'], request.body !== undefined]),
        );
        assert.deepEqual(bodies, { POST: false, PUT: true }, `bodies are stored so: ${JSON.stringify(bodies)}`);
        return 'headers alone of the POST that the rule is about, the body too of the PUT';
      },
    },
    {
      id: 'qscan-config-bad',
      title: 'cache_ttl: 24',
      how: 'behaviour',
      change: inPlugin('qscan', 'config.cache_ttl', 24),
      exchanges: 20,
      ends: /^Qtap's qscan plugin is dead, its settings do not decode: .*cache_ttl/,
      at: /cache_ttl: 24/,
      shows: async (seen) => {
        await logLine(seen, 'qtap', /error decoding config/);
        return 'Qtap says "error decoding config"';
      },
    },
    {
      id: 'detect-errors-no-trigger',
      title: 'a rule of detect_errors without a trigger, beside one that has one',
      how: 'behaviour',
      change: morePlugins({
        type: 'detect_errors',
        config: {
          rules: [
            { name: 'everything', report_as_issue: true },
            { name: 'answered', trigger_status_codes: ['2xx'], report_as_issue: true },
          ],
        },
      }),
      exchanges: 20,
      ends: 'green',
      shows: (seen) => {
        const issues = seen.pipeline?.pulse.state.events('issue').map(({ value }) => value.error) ?? [];
        assert.equal(issues.length, 20, `Pulse heard of ${issues.length} issues`);
        const others = issues.filter((name) => name !== 'answered').length;
        assert.equal(others, 0, `${others} issues are of the rule without a trigger`);
        return '20 issues of the rule with a trigger, none of the other';
      },
    },
  ],
);
