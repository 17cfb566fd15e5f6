import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../random/random.ts';
import { startCli } from '../../testing/run-cli.ts';
import { skipReason } from '../../testing/skip-reason.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { reuseFolder } from './life/reuse-folder.ts';
import { reuseId } from './life/reuse-id.ts';
import { reuseHolder } from './life/reuse-lock.ts';
import { machineTraces } from './testing/machine-traces.ts';

const reason = skipReason('docker', 'kind');

/** A fourth of them each: killed, whole, killed with a kept cluster, whole with a kept cluster. */
const count = Number(process.env.KIND_RUNS ?? 3);
const random = createRandom(Number(process.env.KIND_RUNS_SEED ?? 1));

/** Milliseconds that a whole run takes, until one was measured. */
const lengths = { own: 60_000, kept: 25_000 };

const keptId = reuseId(reuseFolder());

const glance = 250;
const limit = (count + 1) * 300_000;

describe.skipIf(reason)(`what runs leave${reason}`, { timeout: limit }, () => {
  test(`${count} runs in a row, every other one killed at a random moment, leave nothing`, async () => {
    using folder = temporaryFolder();
    const environment = { TMPDIR: folder.path };
    const before = await machineTraces(folder.path);
    const ids = new Set<string>();
    const left = async () => [...(await machineTraces(folder.path))].filter((trace) => !before.has(trace));
    // A machine may have more users than this test.
    const ours = (trace: string) =>
      /^(?:file|process|network|volume) /.test(trace) || [...ids].some((id) => trace.includes(id));
    const untilOnly = async (allowed: RegExp) => {
      for (let found: string[] = []; ; await delay(glance)) {
        const now = (await left()).filter(ours).filter((trace) => !allowed.test(trace));
        if (now.length === 0) return;
        if (now.join() !== found.join()) console.log(`  there still: ${now.join(', ').slice(0, 500)}`);
        found = now;
      }
    };

    for (let number = 0; number < count; number++) {
      const [killed, keeps] = [number % 2 === 0, number % 4 >= 2];
      const sort = keeps ? 'kept' : 'own';
      if (keeps) ids.add(keptId);
      const startedAt = performance.now();
      const run = startCli(['sampling', '--environment', 'kind', ...(keeps ? ['--reuse'] : [])], environment);
      const moment = killed ? Math.round(random.next() * lengths[sort]) : 0;
      if (killed) {
        await Promise.race([delay(moment), run.exit]);
        for (const name of readdirSync(folder.path)) ids.add(/^pii-harness-([0-9a-f]{6})-/.exec(name)?.[1] ?? keptId);
        run.process.kill('SIGKILL');
        await run.exit;
      } else {
        const { code, output } = await run.result;
        expect(code, output).toBe(0);
        ids.add(/run ([0-9a-f]{6})/.exec(output)?.[1] ?? keptId);
        lengths[sort] = performance.now() - startedAt;
      }
      const told = run.shown.trim().split('\n').at(-1)?.trim() ?? '';
      const what = killed ? `killed after ${moment} ms at "${told}"` : `whole in ${Math.round(lengths[sort])} ms`;
      console.log(`${number + 1} of ${count}, ${sort} cluster: ${what}`);
      // Killed before anybody watched over it, a run leaves its folder for the next one to remove.
      const folders = killed ? '|^file pii-harness-[0-9a-f]{6}-' : '';
      // The kept cluster.
      const keptToo = ids.has(keptId) ? `|^(?:container|cluster) pii-harness-${keptId}` : '';
      await untilOnly(new RegExp(`^$${folders}${keptToo}`));
      expect(reuseHolder(reuseFolder()), 'the lock of the kept cluster').toBeUndefined();
    }

    const clean = await startCli([], environment, 'clean').result;
    expect(clean.code, clean.output).toBe(0);
    await untilOnly(/^$/);
    expect(existsSync(reuseFolder())).toBe(false);
    // Nothing was left of killed runs but what had been asked to be kept, and the folder of one that nobody watched over yet.
    expect(clean.output.replace(/^removed +folder .*$/gm, '')).not.toMatch(/pii-harness-[0-9a-f]{6}/);
  });
});
