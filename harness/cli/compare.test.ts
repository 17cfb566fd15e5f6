import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { compareReports } from './compare-reports.ts';

const limit = { timeout: 120_000 };

test(
  'reports of two environments are compared: red where a verdict differs, with the reason of what was left out',
  limit,
  async () => {
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const run = async (name: string, ...args: string[]) =>
      (await runCli([...args, '--json', at(name)], { TMPDIR: folder.path })).code;
    const compare = async (...names: string[]) => {
      let output = '';
      const write = (text: string) => {
        output += text;
      };
      const code = await compareReports(names.map(at), { write, columns: undefined, isTTY: false });
      return { code, output: output.replace(/\s+/g, ' ') };
    };
    writeFileSync(at('broken.yaml'), 'config: [\n');
    expect(await run('both.json', 'kernel', 'host-pid')).toBe(0);
    const both = JSON.parse(readFileSync(at('both.json'), 'utf8'));
    const kernel = both.scenarios.filter(({ name }: { name: string }) => name === 'kernel');
    writeFileSync(at('kernel.json'), JSON.stringify({ ...both, scenarios: kernel }));
    // Nothing can be read.
    expect(await run('red.json', 'kernel', '--snapshot', at('broken.yaml'))).toBe(1);
    // A part that is empty runs nothing, and tells what does not run on kind.
    expect(await run('kind.json', '--environment', 'kind', '--tag', 'node', '--shard', '99/99')).toBe(0);

    const same = await compare('both.json', 'kind.json', 'kernel.json');
    expect(same.code, same.output).toBe(0);
    expect(same.output).toContain('· host-pid kind left out: the stand-in meets the processes');
    expect(same.output).toContain('· node-uncovered kind left out: it needs a node with a taint of its own');
    expect(same.output).toMatch(
      /embedded and kind: 1 scenario, 2 trials and lines the same; 0 scenarios different; \d+ scenarios left out/,
    );

    const red = await runCli(['compare', at('kernel.json'), at('red.json')]).then(({ code, output }) => ({
      code,
      output: output.replace(/\s+/g, ' '),
    }));
    expect(red.code, red.output).toBe(1);
    expect(red.output).toMatch(/✘ kernel \S+kernel\.json green \S+red\.json red: \S/);
    expect(red.output).toMatch(/✘ kernel · kernel-old, .*?kernel\.json met \S+red\.json not met: \S/);
    expect(red.output).toContain('0 scenarios the same; 1 scenario, 2 trials and lines different');

    // Of one that both have red.
    expect((await compare('red.json', 'red.json')).output).toContain(
      '1 scenario, 2 trials and lines the same (1 not green in both)',
    );

    const lacking = await compare('both.json', 'kind.json');
    expect(lacking.code, lacking.output).toBe(1);
    expect(lacking.output).toContain('✘ kernel embedded green kind not told of');

    const rounds = await compare('kernel.json', 'kernel.json', 'red.json');
    expect(rounds.code, rounds.output).toBe(1);
    expect(rounds.output).toContain('1 green, 1 red: ');

    await expect(compare('broken.yaml', 'red.json')).rejects.toThrow(
      'broken.yaml is no report of runs: write one with',
    );
    const [first] = both.scenarios;
    writeFileSync(at('other.json'), JSON.stringify({ ...both, scenarios: [{ ...first, coverage: undefined }] }));
    await expect(compare('other.json', 'red.json')).rejects.toThrow('other.json is no report');
    await expect(compare('red.json', 'nowhere.json')).rejects.toThrow('nowhere.json: no such file');
    await expect(compare('red.json')).rejects.toThrow('compare takes two reports');
  },
);
