import { expect, test } from 'vitest';
import { type EntityType, entityTypes } from '../../../../harness/entities/entity-type.ts';
import { planTraffic } from '../../../../harness/traffic/plan-traffic.ts';
import { detect } from '../detector.ts';
import { languageTypes } from './labels.ts';
import { modelPath } from './model-path.ts';
import { loadTokenClassifier } from './token-classifier.ts';

/** Recall that the sampling scenario may rely on; types with a pattern must all be found. */
const languageFloor = 0.8;
const precisionFloor = 0.9;

test.each([11, 4242])(
  'traffic of held-out seed %i: every pattern value, and the floors for the four types of the model',
  async (seed) => {
    await using classifier = await loadTokenClassifier(modelPath);
    const planted = new Map<EntityType, number>();
    const hits = new Map<EntityType, number>();
    let found = 0;
    const count = (map: Map<EntityType, number>, type: EntityType) => map.set(type, (map.get(type) ?? 0) + 1);
    for (const { request, response, planted: values } of planTraffic({ seed, exchanges: 300 }).exchanges) {
      for (const [source, { body, contentType }] of [
        ['request_body', request],
        ['response_body', response],
      ] as const) {
        const { findings } = await detect({ text: body, contentType, source }, { classifier });
        found += findings.length;
        for (const value of values.filter((one) => one.source === source)) {
          count(planted, value.type);
          const isFound = findings.some(
            (one) => one.type === value.type && one.path === value.path && one.value() === value.value,
          );
          if (isFound) count(hits, value.type);
        }
      }
    }
    for (const type of entityTypes) {
      const recall = (hits.get(type) ?? 0) / (planted.get(type) ?? 0);
      const floor = languageTypes.some((known) => known === type) ? languageFloor : 1;
      expect(recall, `recall of ${type}`).toBeGreaterThanOrEqual(floor);
    }
    const right = [...hits.values()].reduce((sum, number) => sum + number, 0);
    expect(right / found, 'precision').toBeGreaterThanOrEqual(precisionFloor);
  },
);

/**
 * A guard against getting worse, set below what was measured (see the model card), not a target: a model trained on templates
 * finds less in prose that nobody's template made than the traffic's floor asks for.
 */
const proseFloor = 0.6;
const mostProseExtras = 6;

/**
 * Written by hand. `[TYPE value]` marks what is to be found. `seen`: the recipe was mended after a look at these; `unseen`:
 * written afterwards, and neither recipe nor model has been touched since. Who mends the recipe for one of them moves it.
 */
const tickets = {
  seen: [
    'Please call [PERSON Maria Gonzalez] back, she works for [ORGANIZATION Hansen Group] in [LOCATION Boise].',
    'Good morning, [PERSON Tom Becker] from accounting said the printer on the third floor is out of toner again.',
    'Our parcel was dropped at [STREET_ADDRESS 418 Willow Lane] although the label clearly said otherwise.',
    'I was charged twice in [LOCATION Rotterdam] last Thursday. Please check with [ORGANIZATION Vermeer Logistics].',
    'The Kitchen Scale Pro stopped working after two weeks, and the Warranty Card was not in the box.',
    'Hi there, my mother [PERSON Ingrid Larsson] would like to cancel her plan before the end of March.',
    'Since [ORGANIZATION Brightwater Energy] took over, nobody answers. I live in [LOCATION Glasgow] and pay by card.',
    'Could you please tell [PERSON Priya Sharma] that the Monday meeting was moved to Wednesday?',
    'Error 503 appears whenever I open the Billing page in Firefox. Reference RX-20881.',
    'New billing address: [STREET_ADDRESS 77 Harbor Street], [LOCATION Portland].',
    'Thanks a lot for the quick help! Best regards, [PERSON Daniel Okafor]',
    'We have been customers of [ORGANIZATION Nordlicht GmbH] for years and never had such a delay.',
    'The courier rang at [STREET_ADDRESS 1906 Juniper Avenue] twice, but my tenant [PERSON Helen Fraser] was out.',
    'Invoices for [ORGANIZATION Calder Steel Inc] should go to the head office in [LOCATION Sheffield] from now on.',
    'Whoever answered the phone on Friday promised a credit note; so far nothing has come.',
    'I flew from [LOCATION Lisbon] with a broken suitcase and [ORGANIZATION Meridian Airlines] refuses to pay.',
    'Our new colleague [PERSON Samuel Ortega] needs access to the Travel Portal by Monday.',
    'Kindly confirm that the Deluxe Tea Set is still in stock in Dark Green.',
    'The agreement was signed by [PERSON Katarzyna Nowak] for [ORGANIZATION Baltic Foods].',
    'My tax adviser, [PERSON Robert Klein], asks for all receipts of the Second Quarter.',
    'You can drop the keys at [STREET_ADDRESS 52 Orchard Road] any evening.',
    'The store in [LOCATION Antwerp] has better opening hours than the one in [LOCATION Ghent].',
    'Please stop sending the catalogue; I have asked for this in January and again in June.',
    'Sincerely, [PERSON Amina Diallo]',
  ],
  unseen: [
    'After the flood, [PERSON Margaret Doyle] stored our furniture at [STREET_ADDRESS 310 Foundry Street] for free.',
    'A leaflet from [ORGANIZATION Sterling Insurance] promised full cover, yet the claim was turned down.',
    'We exhibit in [LOCATION Hanover] every spring and need two extra badges.',
    'Whom do I ask for a duplicate? [PERSON Victor Lindqvist] left last summer.',
    'The heating at [STREET_ADDRESS 8 Rosewood Court] has been off since Sunday night.',
    'Red Velvet Cushion, two pieces, one of them torn. Photos are attached.',
    'It seems [ORGANIZATION Fletcher and Sons] billed the wrong cost centre.',
    'I grew up near [LOCATION Aberdeen], so the accent is no problem at all.',
    'Would it be possible to speak to [PERSON Chiara Bianchi] or her deputy?',
    'According to the Help Centre, Dark Mode is part of the Basic Plan.',
    'On Tuesday [PERSON Kwame Mensah] reported a leak in the archive of [ORGANIZATION Alder Consulting].',
    'Please reroute it to our depot in [LOCATION Cleveland] before the holidays.',
  ],
};

test.each(Object.entries(tickets))('sentences of support tickets, written by hand: %s', async (_, set) => {
  await using classifier = await loadTokenClassifier(modelPath);
  const wanted: string[] = [];
  const given: string[] = [];
  for (const [index, ticket] of set.entries()) {
    for (const [, type, value] of ticket.matchAll(/\[([A-Z_]+) ([^\]]+)\]/g)) wanted.push(`${index} ${type} ${value}`);
    const text = ticket.replace(/\[[A-Z_]+ ([^\]]+)\]/g, '$1');
    const { findings } = await detect({ text, contentType: 'text/plain', source: 'request_body' }, { classifier });
    given.push(...findings.map(({ type, value }) => `${index} ${type} ${value()}`));
  }
  const missing = wanted.filter((one) => !given.includes(one));
  const extras = given.filter((one) => !wanted.includes(one));
  expect(1 - missing.length / wanted.length, `recall; missing: ${missing.join(', ')}`).toBeGreaterThanOrEqual(
    proseFloor,
  );
  expect(extras.length, `extra: ${extras.join(', ')}`).toBeLessThanOrEqual(mostProseExtras);
});
