import assert from 'node:assert/strict';
import { allOf, entityTypes, inPlugin, type Seen, trialScenario } from '../harness/index.ts';

type EntityType = (typeof entityTypes)[number];
const exchanges = 60;

/** Every exchange is sampled, so that each type is among them. */
const monitors = (types: readonly string[]) =>
  allOf(
    inPlugin('qscan', 'config.sample_rate', 1),
    inPlugin(
      'qscan',
      'config.monitors',
      types.map((type) => ({ type, record_value: false })),
    ),
  );

/** Findings of each type, and values of it in the exchanges that were sampled. */
function counts({ plan, collected }: Seen): Map<EntityType, { readonly planted: number; readonly found: number }> {
  assert.ok(plan !== undefined && collected !== undefined, 'nothing was sent');
  const sampled = plan.traffic.exchanges.filter((_, index) => plan.decisions[index]?.sampled);
  const planted = sampled.flatMap((exchange) => exchange.planted);
  const findings = collected.evidence.reports.flatMap((report) => report.findings);
  const of = (list: readonly EntityType[], type: EntityType) => list.filter((each) => each === type).length;
  return new Map(
    entityTypes.map((type) => [
      type,
      {
        planted: planted.filter((value) => value.type === type).length,
        found: of(
          findings.map(({ entityType }) => entityType as EntityType),
          type,
        ),
      },
    ]),
  );
}

/** What is monitored is found, what is not is sent and never heard of. */
function foundOnly(monitored: readonly EntityType[], seen: Seen): string {
  const silent: string[] = [];
  for (const [type, { planted, found }] of counts(seen)) {
    assert.ok(planted > 0, `no ${type} was sampled`);
    if (monitored.includes(type)) assert.ok(found > 0, `no ${type} is reported, though it has a monitor`);
    else {
      assert.equal(found, 0, `${found} ${type} are reported without a monitor`);
      silent.push(`${planted} ${type}`);
    }
  }
  assert.ok(silent.length > 0, 'every type has a monitor');
  return `never reported: ${silent.join(', ')}`;
}

const half = entityTypes.filter((_, index) => index % 2 === 0);
const otherHalf = entityTypes.filter((type) => !half.includes(type));

/** As the product's own documents write them in places (failure catalogue, `monitor-misspelt`). */
const misspelt: ReadonlyMap<EntityType, string> = new Map([
  ['US_SSN', 'SSN'],
  ['EMAIL_ADDRESS', 'EMAIL'],
]);

trialScenario(
  {
    name: 'monitors',
    title: 'Each entity type is reported when it has a monitor, and never without',
    about: `A finding of a type without a monitor is dropped without a word, and so is one whose monitor is misspelt. Two runs ask for
      half of the ten types each: together every type is seen reported, and seen silent.`,
    tags: ['privacy', 'scanning'],
  },
  [
    {
      id: 'monitor-missing',
      title: `monitors for ${half.join(', ')} only`,
      how: 'behaviour',
      exchanges,
      change: monitors(half),
      ends: 'green',
      shows: (seen) => foundOnly(half, seen),
    },
    {
      id: 'monitor-missing',
      title: `monitors for ${otherHalf.join(', ')} only`,
      how: 'behaviour',
      exchanges,
      change: monitors(otherHalf),
      ends: 'green',
      shows: (seen) => foundOnly(otherHalf, seen),
    },
    {
      id: 'monitor-missing',
      title: 'no monitor at all',
      how: 'behaviour',
      exchanges: 20,
      change: monitors([]),
      ends: /^Every finding is dropped: the qscan plugin lists no monitors; list the types that you look for/,
      at: /type: qscan/,
    },
    {
      id: 'monitor-misspelt',
      title: 'the monitors US_SSN and EMAIL_ADDRESS are written SSN and EMAIL',
      how: 'behaviour',
      exchanges,
      change: monitors(entityTypes.map((type) => misspelt.get(type) ?? type)),
      ends: /^The monitor (?:SSN .*: write US_SSN|EMAIL .*: write EMAIL_ADDRESS)\.$/,
      at: /type: (?:SSN|EMAIL)$/,
      shows: (seen) => {
        const events = seen.collected?.evidence.artifactEvents ?? [];
        const seenCounts = counts(seen);
        const silent = [...misspelt].map(([meant, written]) => {
          assert.ok(events.length > 0 && events.every(({ summary }) => `entity.${written}` in summary));
          const { planted = 0, found } = seenCounts.get(meant) ?? {};
          assert.equal(found, 0, `${found} ${meant} are reported`);
          return `${planted} ${meant}`;
        });
        return `every record says entity.${[...misspelt.values()].join(' and entity.')}; sent and never reported: ${silent.join(', ')}`;
      },
    },
  ],
);
