import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environmentChoice } from '../cli/environment-choice.ts';
import { fixture } from '../project-paths.ts';
import type { RunEvent } from '../scenario/run-event.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { ScenarioContext } from '../scenario/scenario-context.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { variable } from './edits/variable.ts';
import { NothingToEdit } from './nothing-to-edit.ts';
import { trialRunOptions } from './testing/trial-options.ts';
import type { Trial } from './trial.ts';
import { tryAll } from './try-all.ts';

const limit = { timeout: 120_000 };

/** Ends at the pods, so nothing is sent. */
const base: Trial = {
  ...{ id: 'qscan-no-credentials', title: 'a mistake', how: 'behaviour', exchanges: 40 },
  ends: /^no such cause/,
};

async function tried(trials: readonly Trial[], otherwise: Partial<RunOptions> = {}) {
  using folder = temporaryFolder();
  const options = { ...trialRunOptions(folder.path), ...otherwise };
  const events: RunEvent[] = [];
  const run = new ScenarioContext(options, new AbortController().signal, (event) => void events.push(event));
  const error = await tryAll(run, trials).then(
    () => undefined,
    (reason: Error) => reason.message,
  );
  const outcomes = events.flatMap((event) => (event.type === 'coverage' ? [[event.coverage.id, event.verdict]] : []));
  const times = events.flatMap((event) => (event.type === 'step-finished' ? [event.milliseconds] : []));
  if (error !== undefined) await run.fail(new Error(error));
  const failures = events.flatMap((event) => (event.type === 'failure' ? [event.failure] : []));
  return { error, outcomes, times, failures };
}

test('a trial whose mistake does nothing makes the scenario red, and the others are told', limit, async () => {
  const nothing = { ...base, change: () => undefined };
  const { error, outcomes } = await tried([nothing]);
  expect(error).toBe('qscan-no-credentials: the run is green, so nobody would hear of it.');
  expect(outcomes).toEqual([['qscan-no-credentials', 'not met']]);
});

test('what a red trial left to be seen is told of', limit, async () => {
  using folder = temporaryFolder();
  const { failures } = await tried([{ ...base, change: () => undefined }], { evidence: folder.path });
  expect(readdirSync(folder.path)).toEqual(['a-mistake']);
  expect(failures.flatMap(({ evidence }) => evidence)).toContain(`more in ${folder.path}`);
});

test('a mistake that cannot be made in the harness’s own files is red', limit, async () => {
  const { error } = await tried([{ ...base, change: variable('qscan', 'NO_SUCH_VARIABLE', undefined) }]);
  expect(error).toContain('the mistake cannot be made: qscan has no NO_SUCH_VARIABLE in its env');
});

test('a trial is shown with the time that it took itself, whatever ran beside it', limit, async () => {
  const spans: number[] = [];
  const bothRun = Promise.withResolvers<void>();
  let running = 0;
  const meeting = (): Trial => {
    let startedAt = 0;
    return {
      ...base,
      change: () => {
        startedAt = performance.now();
      },
      async before() {
        if (++running === 2) bothRun.resolve();
        await bothRun.promise;
        spans.push(performance.now() - startedAt);
        throw new NothingToEdit('this is far enough');
      },
    };
  };
  const { times } = await tried([meeting(), meeting()]);
  expect(spans).toHaveLength(2);
  for (const time of times) expect(time).toBeGreaterThanOrEqual(Math.min(...spans));
});

test(
  'one that does not run in the environment is left out with its reason, and one made for another is not run here',
  limit,
  async () => {
    const apart = { ...base, notOn: { embedded: 'it needs a kernel' } };
    expect(await tried([apart])).toMatchObject({ error: undefined, outcomes: [['qscan-no-credentials', 'left out']] });
    const environment = environmentChoice({ environment: 'kind' });
    const { error } = await tried([{ ...base, options: { environment } }]);
    expect(error).toContain('is made for kind: say with notOn why not for embedded');
  },
);

test('one that only a running cluster shows to be impossible is left out as well', limit, async () => {
  using folder = temporaryFolder();
  const manifests = join(folder.path, 'manifests');
  cpSync(fixture('manifests'), manifests, { recursive: true });
  const during = () => Promise.reject(new NothingToEdit('Qtap takes no TOKEN from a Secret'));
  const { error, outcomes } = await tried([{ ...base, during }], { manifests });
  expect({ error, outcomes }).toEqual({ error: undefined, outcomes: [['qscan-no-credentials', 'left out']] });
});
