import { createHmac, hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { guessableHashes } from './hash-guessing.ts';
import { expectNoStoredValues } from './stored-values.ts';
import { healthyEvidence } from './testing/healthy-evidence.ts';

const evidence = healthyEvidence({ exchanges: 200 });
const findings = evidence.reports.flatMap((report) => report.findings);
const ssns = findings.filter(({ entityType }) => entityType === 'US_SSN');
const ofSsns = (all: typeof findings) => guessableHashes(evidence.plan, all).find(({ type }) => type === 'US_SSN');

test('a plain hash of a social security number is found by trying all there are', () => {
  expect(ssns.length).toBeGreaterThan(0);
  expect(ofSsns(findings)).toMatchObject({ count: ssns.length, space: 898 * 99 * 9999 });
  const bare = evidence.plan.exchanges.flatMap(({ planted }) => planted).find(({ type }) => type === 'US_SSN');
  const [first] = ssns;
  if (!first || !bare) throw new Error('The plan has such numbers.');
  expect(ofSsns([{ ...first, valueHash: hash('sha256', bare.value.replaceAll('-', '')) }])?.count).toBe(1);
});

test('a hash with a secret in it is not', () => {
  const salted = findings.map((finding) => ({
    ...finding,
    valueHash: createHmac('sha256', 'a secret').update(finding.valueHash).digest('hex'),
  }));
  expect(guessableHashes(evidence.plan, salted)).toEqual([]);
});

test('mailboxes are nothing to enumerate', () => {
  expect(guessableHashes(evidence.plan, findings).map(({ type }) => type)).not.toContain('EMAIL_ADDRESS');
});

test('the verdict says it and is met', () => {
  const { verdict, details } = expectNoStoredValues(evidence);
  expect(verdict).toBe('met');
  expect(details).toContainEqual(
    expect.stringMatching(new RegExp(`${ssns.length} US_SSN +8\\.9e\\+8 values, under 1 s`)),
  );
});
