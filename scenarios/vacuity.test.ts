import { globSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { allScenarioFiles } from '../harness/cli/scenario-files.ts';
import { projectPath } from '../harness/project-paths.ts';
import { collectFrom } from '../harness/scenario/collector.ts';
import { metByHealthy } from '../harness/trials/testing/judge-on-healthy.ts';
import type { Trial } from '../harness/trials/trial.ts';

const files = await allScenarioFiles();
const declared: Awaited<ReturnType<typeof collectFrom>>[number][] = [];
for (const file of files) declared.push(...(await collectFrom(pathToFileURL(file))));

// In this thread they are what `trialScenario` was given.
const trials = declared.flatMap((scenario) =>
  ((scenario.trials ?? []) as readonly Trial[]).map((trial) => ({ scenario: scenario.name, trial })),
);

/** One healthy run serves all trials that ask for the same traffic and nodes. */
const groups = Map.groupBy(trials, ({ trial: { exchanges, options, ownTraffic, byTraffic } }) => {
  const same = byTraffic ? undefined : ownTraffic && trials.find(({ trial }) => trial.ownTraffic === ownTraffic);
  const traffic = same && `${same.scenario}: ${same.trial.title}`;
  return JSON.stringify({ exchanges, traffic, options });
});

test.each([...groups])('no trial is met where nothing is wrong: %s', { timeout: 120_000 }, async (_, group) => {
  const met = await metByHealthy(group.map(({ trial }) => trial));
  const vacuous = group.filter(({ trial }) => met.includes(trial));
  expect(vacuous.map(({ scenario, trial }) => `${scenario}: ${trial.id}: ${trial.title}`)).toEqual([]);
});

test('a trial that nothing would make red is found', { timeout: 120_000 }, async () => {
  const empty: Trial = { id: 'iam-no-put', title: 'nothing', how: 'behaviour', exchanges: 40, ends: 'green' };
  const told: Trial = { ...empty, shows: () => 'seen, whatever happens' };
  const guarded: Trial = { ...empty, shows: ({ collected }) => `${expect(collected).toBeUndefined()}` };
  expect(await metByHealthy([empty, told, guarded])).toEqual([empty, told]);
});

test.each(declared.filter((scenario) => scenario.trials === undefined).map(({ name }) => name))(
  'the story %s has a test that makes it red',
  (name) => {
    const tests = globSync(`scenarios/${name}{,.*}.test.ts`, { cwd: projectPath('.') });
    expect(tests.filter((file) => !file.includes('.lab.'))).not.toEqual([]);
  },
);
