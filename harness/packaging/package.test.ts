import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageContent } from '../environments/kind/images/image-content.ts';
import { fixture, nodeModules, projectPath } from '../project-paths.ts';
import type { CliResult } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const limit = { timeout: 120_000 };
const folder = temporaryFolder();
const project = join(folder.path, 'my shop');
const harness = join(project, 'node_modules/pii-pipeline-harness');
const bin = join(harness, 'dist/harness/cli/pii-harness.cjs');
const readme = readFileSync(projectPath('README.md'), 'utf8');
const section = /^## Your own scenario\n([\s\S]*?)^## /m.exec(readme)?.[1] ?? '';
const block = (language: string) => [...section.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))];
const execute = promisify(execFile);

/** As npm would install it: the tarball unpacked, what it needs beside it. npm itself might want the network. */
beforeAll(async () => {
  const { stdout } = await execute('npm', ['pack', '--silent', '--pack-destination', folder.path], {
    cwd: projectPath('.'),
  });
  mkdirSync(harness, { recursive: true });
  const tarball = join(folder.path, stdout.trim().split('\n').at(-1) ?? '');
  await execute('tar', ['xzf', tarball, '--strip-components=1', '-C', harness]);
  for (const name of readdirSync(nodeModules()).filter((name) => !name.startsWith('.'))) {
    symlinkSync(join(nodeModules(), name), join(project, 'node_modules', name));
  }
  writeFileSync(join(project, 'package.json'), '{ "name": "my-shop", "type": "commonjs" }');
  mkdirSync(join(project, 'scenarios'));
  writeFileSync(join(project, 'scenarios/cards.scenario.mts'), block('ts')[0]?.[1] ?? '');
  writeTheirFiles();
}, limit.timeout);

afterAll(() => folder[Symbol.dispose]());

/** Their own manifests and snapshot: other names, another bucket. */
function writeTheirFiles(): void {
  const theirs = (file: string) =>
    readFileSync(fixture(file), 'utf8')
      .replaceAll('acme-qpoint-artifacts', 'shop-artifacts')
      .replaceAll(/^( {2}name: |.*app: )(qtap|qscan)$/gm, '$1shop-$2');
  mkdirSync(join(project, 'deploy'));
  for (const file of ['qtap.yaml', 'qscan.yaml']) {
    writeFileSync(join(project, 'deploy', file), theirs(`manifests/${file}`));
  }
  writeFileSync(join(project, 'snapshot.yaml'), theirs('snapshots/snapshot.yaml'));
}

async function run(args: readonly string[], nodeFlags: readonly string[] = []): Promise<CliResult> {
  const env = { ...process.env, NODE_COMPILE_CACHE: undefined, NO_COLOR: '1', FORCE_COLOR: undefined };
  const options = { cwd: project, env };
  return await execute(process.execPath, [...nodeFlags, bin, ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
  );
}

const words = (text: string) => text.replace(/\s+/g, ' ').trim();

test('a scenario of somebody’s project runs with their manifests, as README.md shows it', limit, async () => {
  const [, command = ''] = /^npx pii-harness (.*)$/m.exec(section) ?? [];
  const { code, output } = await run(command.split(' '));
  expect(code, output).toBe(0);
  expect(output).toContain('Deployment shop-qscan, DaemonSet shop-qtap');
  const [head = '', tail = ''] = (block('text')[0]?.[1] ?? '').split('…').map((text) => words(text));
  expect(head).not.toBe('');
  expect(words(output).startsWith(head), output).toBe(true);
  const withoutTime = (text: string) => text.replace(/in \d+\.\d+ s/, 'in TIME');
  expect(withoutTime(words(output)).endsWith(withoutTime(tail)), output).toBe(true);
});

test('a broken one is red with its cause, file and line', limit, async () => {
  const file = join(project, 'deploy/qtap.yaml');
  const whole = readFileSync(file, 'utf8');
  writeFileSync(file, whole.replace('public/qtap:', 'public/qtpa:'));
  const { code, output } = await run(['scenario', 'cards', '--manifests', 'deploy/', '--snapshot', 'snapshot.yaml']);
  writeFileSync(file, whole);
  expect(code, output).toBe(1);
  expect(words(output)).toMatch(/FAILED .*public\/qtpa.* look at deploy\/qtap\.yaml:\d+/);
});

const declared = "scenario({ name: 'mine', title: 'Mine' }, async (run) => {\n  run.step; /* 3 */\n";

const imported = "import { scenario } from 'pii-pipeline-harness';\n";

/** Runs files of these names. */
async function runFiles(files: Readonly<Record<string, string>>): Promise<CliResult> {
  const paths = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(project, 'scenarios', name), text);
    return `scenarios/${name}`;
  });
  return await run(['scenario', ...paths]);
}

test('files that cannot be loaded say where, why and what to do', limit, async () => {
  const { code, output } = await runFiles({
    'syntax.mts': '\nconst x: number = 1;\nconst y = {;\n',
    'throws.mts': "\nthrow new Error('no luck');\n",
    'none.mts': '',
    'two.mts': `${imported}${declared}});\n${declared}});\n`,
    'absent.mts': "\nimport { a } from 'no-such';\n",
    'export.mts': "\nimport { nothing } from 'pii-pipeline-harness';\n",
    'enum.mts': '\nenum A { B }\n',
    'common.ts': imported,
  });
  const cannot = 'the scenario cannot be loaded.';
  for (const message of [
    `scenarios/syntax.mts:3: ${cannot} Unexpected token`,
    `scenarios/throws.mts:2: ${cannot} no luck.`,
    "scenarios/none.mts: The file declares no scenario: it has to call scenario({ name: 'NAME'",
    `scenarios/two.mts: ${cannot} It declares "mine" and "mine": each stands in a file of its own.`,
    `scenarios/absent.mts:2: ${cannot} Cannot find package 'no-such'`,
    `scenarios/export.mts:2: ${cannot} The requested module 'pii-pipeline-harness' does not provide an export named`,
    `scenarios/enum.mts:2: ${cannot} TypeScript enum is not supported`,
    `scenarios/common.ts:1: ${cannot} Cannot use import statement outside a module. Node takes the file for CommonJS: name it`,
  ]) {
    expect(words(output)).toContain(message);
  }
  expect(code, output).toBe(2);
});

test('an assertion of theirs is red, another error of their code is theirs to mend', limit, async () => {
  const assertion = `import assert from 'node:assert';\n${imported}${declared}assert.equal(1, 2, 'one is not two');\n});\n`;
  const red = await runFiles({ 'assertion.mts': assertion });
  expect(words(red.output)).toContain('FAILED one is not two look at scenarios/assertion.mts:5');
  expect(red.code).toBe(1);
  const own = await runFiles({ 'own.mts': `${imported}${declared}run.nope();\n});\n` });
  const message = "The scenario's own code failed: TypeError: run.nope is not a function look at scenarios/own.mts:4";
  expect(words(own.output)).toContain(message);
  expect(own.code).toBe(2);
});

test('what it offers has types for their own tsc, which refuses a wrong use', limit, async () => {
  const compilerOptions = { module: 'nodenext', strict: true, noEmit: true, target: 'es2022', types: [] };
  const files = ['scenarios/cards.scenario.mts', 'wrong.mts'];
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  writeFileSync(
    join(project, 'wrong.mts'),
    "import { planRun } from 'pii-pipeline-harness';\nexport const plan = planRun('7', { nothing: true });\n",
  );
  const tsc = [projectPath('node_modules/typescript/bin/tsc'), '-p', project];
  const { stdout } = await execute(process.execPath, tsc, { cwd: project }).catch((error) => error);
  const errors = [...(stdout as string).matchAll(/^(\S.*)\(\d+,\d+\): error (TS\d+)/gm)];
  expect(errors.map(([, file, code]) => [file, code])).toEqual([['wrong.mts', 'TS2345']]);
});

/** Lies about the version of the Node that runs. */
function asNode(version: string): string[] {
  const file = join(folder.path, `node-${version}.cjs`);
  writeFileSync(file, `Object.defineProperty(process.versions, 'node', { value: '${version}' });\n`);
  return ['--require', file];
}

test.each(['16.20.2', '18.20.8', '20.18.3'])(
  'Node %s is told to be too old, with what to do',
  limit,
  async (version) => {
    const { code, output } = await run(['scenario', 'sampling'], asNode(version));
    expect(code).toBe(3);
    expect(output).toMatch(
      new RegExp(`^This is Node ${version}, and the harness needs Node 20.19 or later. Get Node 24 from .*\n$`),
    );
  },
);

test(
  'an old Node that npm runs with starts the Node that lies beside the harness, and hands on its exit code',
  limit,
  async () => {
    const { code, output } = await run(['scenario', 'smapling'], asNode('20.19.0'));
    expect(output).toMatch(
      /^There is no scenario smapling\. Scenarios: .*\boutages, .*\bsampling, .* Yours in .*: cards\.\n$/,
    );
    expect(code).toBe(2);
  },
);

test.each([
  [[], 2],
  [['--help'], 0],
  [['scenario', '--help'], 0],
])('help speaks of the package’s own command: %j', limit, async (args, expected) => {
  const { code, output } = await run(args);
  expect(code).toBe(expected);
  expect(output).toContain('npx pii-harness ');
  expect(output).not.toContain('npm run');
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('the package holds what its programs and images take along, and no tests', limit, async () => {
  const files = readdirSync(harness, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /\.test\.|(^|\/)(testing|tests|lab)\/|(?<!\.d)\.ts$/.test(file))).toEqual([]);
  const { imageContent: packaged } = (await import(
    join(harness, 'dist/harness/environments/kind/images/image-content.js')
  )) as { imageContent: typeof imageContent };
  for (const role of ['qtap', 'qscan', 'workload', 'upstream', 'idle'] as const) {
    const own = imageContent(role, 'x64', 'base');
    const theirs = packaged(role, 'x64', 'base');
    const dockerfile = readFileSync(join(harness, 'dist/kind', theirs.dockerfile), 'utf8');
    expect(theirs.packages.map(({ folder }) => folder)).toEqual(own.packages.map(({ folder }) => folder));
    expect(theirs.files).toEqual(own.files.map((file) => file.replace(/\.ts$/, '.js')).sort());
    expect(dockerfile).not.toMatch(/\.ts\b/);
  }
});
