import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import { judgeTrial } from './judge-trial.ts';
import type { Seen, Trial } from './trial.ts';

const trial: Trial = { id: 'iam-no-put', title: 'a trial', how: 'behaviour', ends: 'green' };
const seen: Seen = {
  ...{ failure: undefined, leaks: 0, pipeline: undefined, files: undefined, plan: undefined, collected: undefined },
};

test('a leak that is not what a trial shows is told, and one that should show and does not', async () => {
  await expect(judgeTrial(trial, { ...seen, leaks: 2 })).rejects.toThrow('2 planted values leaked besides');
  await expect(judgeTrial({ ...trial, leaks: true }, seen)).rejects.toThrow('no planted value leaked, as one should');
  expect(await judgeTrial({ ...trial, leaks: true }, { ...seen, leaks: 2 })).toEqual([]);
  expect(await judgeTrial(trial, { ...seen, leaks: undefined })).toEqual([]);
});

test('what an assertion compared is not told: a log may hold anything', async () => {
  const log = 'POST /customers {"email":"jane@example.org"}';
  const shows = () => {
    assert.match(log, /never there/);
    return '';
  };
  const message = await judgeTrial({ ...trial, shows }, seen).then(String, ({ message }: Error) => message);
  expect(message).toBe('iam-no-put: The input did not match the regular expression /never there/. Input:');
  const own = () => assert.ok(false, 'nothing was logged') as never;
  await expect(judgeTrial({ ...trial, shows: own }, seen)).rejects.toThrow('iam-no-put: nothing was logged');
});

test('an error of the check itself is none of its verdicts', async () => {
  const shows = () => (undefined as unknown as string).trim();
  await expect(judgeTrial({ ...trial, shows }, seen)).rejects.toThrow(TypeError);
});

test('a run that points at another line than the place it should is told', async () => {
  const failure = { kind: 'scenario' as const, cause: 'it broke', evidence: [] };
  const files = {} as NonNullable<Seen['files']>;
  const place = { file: 'qtap.yaml', line: 7 };
  const red = { ...trial, ends: /broke/, at: () => place };
  const pointing = (line: number) => ({
    ...seen,
    files,
    failure: { ...failure, positions: [{ file: 'qtap.yaml', line }] },
  });
  expect(await judgeTrial(red, pointing(7))).toEqual(['red: it broke']);
  await expect(judgeTrial(red, pointing(8))).rejects.toThrow('points at another line than qtap.yaml:7');
  await expect(judgeTrial({ ...red, at: () => undefined }, pointing(7))).rejects.toThrow(
    'a place that the files do not',
  );
});
