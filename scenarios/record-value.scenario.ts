import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import {
  allOf,
  entityTypes,
  inPlugin,
  leakSearchFor,
  morePlugins,
  planTraffic,
  recogniseObject,
  type Seen,
  trialScenario,
} from '../harness/index.ts';

interface FoundEntity {
  readonly entity_type: string;
  readonly value_hash: string;
  readonly value?: string;
}

const exchanges = 50;
const credential = 'Bearer credential-of-the-workload';

/** So that there is something to find in so few exchanges, whatever the rate of the files. */
const allSampled = inPlugin('qscan', 'config.sample_rate', 1);
const onlySsn = inPlugin('qscan', 'config.monitors', [{ type: 'US_SSN', record_value: false }]);
const ssnWithValue = inPlugin(
  'qscan',
  'config.monitors',
  entityTypes.map((type) => ({ type, record_value: type === 'US_SSN' })),
);
const documentsKept = inPlugin('qscan', 'config.record_document', true);

function objectsOf({ collected }: Seen, kind: ReturnType<typeof recogniseObject>['kind']) {
  const objects = collected?.evidence.objects ?? [];
  return objects
    .filter((object) => recogniseObject(object).kind === kind)
    .map(({ bytes }) => new TextDecoder().decode(bytes));
}

function documentsOf(seen: Seen): (readonly FoundEntity[])[] {
  return objectsOf(seen, 'findings-document').map((text) => (JSON.parse(text) as { entities: FoundEntity[] }).entities);
}

function plannedOf({ plan }: Seen) {
  assert.ok(plan !== undefined, 'nothing was planned');
  return plan.traffic;
}

trialScenario(
  {
    name: 'record-value',
    title: 'Where values and bodies are kept, and where they must not turn up',
    about: `Findings carry hashes, and Pulse must never see a value. The bucket holds the bodies in any case, and findings documents and
      values where the settings ask for them. Each trial changes one setting or plants one fault, and says who holds what.`,
    tags: ['privacy'],
  },
  [
    {
      id: 'scan-input-kept',
      title: 'record_document is false and only US_SSN has a monitor',
      how: 'behaviour',
      exchanges,
      change: allOf(allSampled, onlySsn, inPlugin('qscan', 'config.record_document', false)),
      ends: 'green',
      shows: (seen) => {
        const inputs = objectsOf(seen, 'scan-input').join('\n');
        const unasked = plannedOf(seen)
          .exchanges.flatMap(({ planted }) => planted)
          .filter(({ type, value }) => type !== 'US_SSN' && inputs.includes(value));
        const reported = new Set(
          seen.collected?.evidence.reports.flatMap(({ findings }) => findings.map(({ entityType }) => entityType)),
        );
        assert.deepEqual([...reported], ['US_SSN'], 'other types are reported');
        assert.ok(unasked.length > 0, 'the bucket holds no value of another type');
        assert.equal(documentsOf(seen).length, 0, 'the bucket holds documents of findings');
        return `the bucket holds no findings document, and ${unasked.length} values in clear that nobody asked for, in the scan inputs`;
      },
    },
    {
      id: 'record-document',
      title: 'record_document is true, record_value false',
      how: 'behaviour',
      exchanges,
      change: allOf(allSampled, documentsKept),
      ends: 'green',
      shows: (seen) => {
        const documents = documentsOf(seen);
        assert.ok(documents.length > 0, 'the bucket holds no document of findings');
        assert.equal(
          documents.length,
          seen.collected?.evidence.reports.length,
          'documents and reports differ in number',
        );
        assert.ok(!documents.flat().some(({ value }) => value !== undefined), 'a document holds a value');
        return `${documents.length} documents of findings, one a scan, none with a value`;
      },
    },
    {
      id: 'record-document',
      title: 'record_document is true, and record_value of US_SSN',
      how: 'behaviour',
      exchanges,
      change: allOf(allSampled, documentsKept, ssnWithValue),
      ends: /^The monitor US_SSN has record_value: true .*kept in clear: set it to false/,
      at: /type: US_SSN/,
      shows: (seen) => {
        const entities = documentsOf(seen).flat();
        const withValue = entities.filter(({ value }) => value !== undefined);
        assert.ok(withValue.length > 0, 'no document holds a value');
        for (const { entity_type: type, value = '', value_hash } of withValue) {
          assert.equal(type, 'US_SSN');
          assert.equal(value_hash, hash('sha256', value));
        }
        assert.ok(entities.length > withValue.length, 'nothing else was found');
        return `${withValue.length} US_SSN stand in clear in the documents, ${entities.length - withValue.length} other findings without their value`;
      },
    },
    {
      id: 'value-in-pulse',
      title: 'QScan writes the values that it finds into its log',
      leaks: true,
      how: 'simulated',
      unproven: 'Whether any release of QScan does this: the stand-in was told to.',
      exchanges,
      change: allSampled,
      additions: { qscan: { spill: 'log' } },
      ends: /^A planted \w+ \(.*\) stands in log of qscan\S+ at byte \d+/,
    },
    {
      id: 'value-in-pulse',
      title: 'QScan sends the values that it finds in the tags of its reports',
      leaks: true,
      how: 'simulated',
      unproven: 'Whether any release of QScan does this: the stand-in was told to.',
      exchanges,
      change: allSampled,
      additions: { qscan: { spill: 'report' } },
      ends: /^A planted \w+ \(.*\) stands in \S+\/SubmitJobReport at byte \d+/,
    },
    {
      id: 'value-in-url',
      title: 'requests carry an e-mail address in their query string',
      leaks: true,
      how: 'behaviour',
      byTraffic: true,
      ownTraffic: (seed) => planTraffic({ seed, exchanges, inQuery: 'EMAIL_ADDRESS' }),
      // Every path with its own query: which exchange falls into whose baseline is not what this is about.
      change: allOf(allSampled, inPlugin('qscan', 'config.sample_baseline', 1)),
      ends: /^A planted EMAIL_ADDRESS \(.*\) stands in \S+ at byte \d+: requests to \S+ carry it in their query string/,
      shows: (seen) => {
        const search = leakSearchFor(plannedOf(seen));
        const events = seen.pipeline?.pulse.state.events('request') ?? [];
        const told = events.filter(({ value }) => search.holdsValue(value.url));
        assert.ok(told.length > 0, 'no event holds a value in its URL');
        return `Pulse was told ${told.length} of ${events.length} URLs with an address in them`;
      },
    },
    {
      id: 'hash-guessable',
      title: 'only US_SSN has a monitor, and somebody knows the first five digits',
      how: 'behaviour',
      exchanges,
      change: allOf(allSampled, onlySsn),
      ends: 'green',
      shows: (seen) => {
        const findings = seen.collected?.evidence.reports.flatMap((report) => report.findings) ?? [];
        const hashes = new Set(findings.map(({ valueHash }) => valueHash));
        const planted = plannedOf(seen).exchanges.flatMap((exchange) => exchange.planted);
        const known = new Set(planted.flatMap(({ type, value }) => (type === 'US_SSN' ? [value.slice(0, -4)] : [])));
        let tried = 0;
        let guessed = 0;
        for (const start of known) {
          for (let serial = 1; serial <= 9999; serial++, tried++) {
            if (hashes.has(hash('sha256', start + String(serial).padStart(4, '0')))) guessed++;
          }
        }
        assert.ok(hashes.size > 0, 'nothing was reported');
        assert.equal(guessed, hashes.size, 'hashes of the reports are left that nobody guessed');
        return `all ${guessed} hashes that Pulse holds were turned back into numbers by ${tried} tries`;
      },
    },
    {
      id: 'credentials-in-bucket',
      title: 'http_capture and detect_errors record headers',
      how: 'behaviour',
      ownTraffic: (seed) => planTraffic({ seed, exchanges, headers: { authorization: credential } }),
      change: allOf(
        allSampled,
        morePlugins({ type: 'http_capture', config: { level: 'headers' } }),
        morePlugins({
          type: 'detect_errors',
          config: { rules: [{ name: 'created', trigger_status_codes: ['201'], record_req_headers: true }] },
        }),
      ),
      ends: 'green',
      shows: (seen) => {
        const held = (['http-transaction', 'recorded-part', 'scan-input'] as const).map((kind) => {
          const holding = objectsOf(seen, kind).filter((text) => text.includes(credential)).length;
          assert.ok(holding > 0, `no object of the kind ${kind} holds the credential`);
          return `${holding} ${kind}`;
        });
        return `the Authorization header stands in clear in ${held.join(', ')} objects`;
      },
    },
  ],
);
