import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startContainerProcess } from './start-container-process.ts';
import { startProgram, testCluster } from './testing/test-cluster.ts';
import { witness } from './testing/witness.ts';

const idle = fileURLToPath(new URL('./idle.ts', import.meta.url));

test('a process gets its arguments and environment, and of the harness only PATH', async () => {
  await using watched = await witness();
  const environment = { ...watched.environment, NODE_OPTIONS: '--no-deprecation' };
  const started = startProgram('stay', ['--one', 'two'], environment);
  const said = (await started.said()) as { args: string[]; environment: Record<string, string>; directory: string };
  started.kill('SIGKILL');
  expect(said.args).toEqual(['--one', 'two']);
  const names = ['HOME', 'NODE_COMPILE_CACHE', 'NODE_OPTIONS', 'PATH', 'POD_MOUNTS', 'WITNESS'];
  expect(Object.keys(said.environment).sort()).toEqual(names);
  expect(said.environment.NODE_OPTIONS).toMatch(/^--import \S+preload\.ts --no-deprecation$/);
  expect(said.directory).toBe('/');
  expect(await started.exited).toEqual({ exitCode: null, signal: 'SIGKILL' });
});

test('a signal reaches the process, and its children die with it', async () => {
  await using watched = await witness();
  const started = startProgram('stay', [], watched.environment);
  await started.said();
  started.kill('SIGTERM');
  expect(await started.exited).toEqual({ exitCode: 7, signal: null });
  await watched.gone;
  started.kill('SIGTERM');
});

test('a script that is not there is told in the output and by the exit code', async () => {
  let output = '';
  const started = startContainerProcess({
    script: '/nowhere.ts',
    args: [],
    environment: {},
    mounts: [],
    onOutput: (stream, chunk) => {
      output += `${stream}: ${chunk}`;
    },
  });
  expect(await started.exited).toEqual({ exitCode: 1, signal: null });
  expect(output).toContain('stderr: ');
  expect(output).toContain('/nowhere.ts');
});

test('the idle program stays until it is told to stop', async () => {
  const armed = Promise.withResolvers<void>();
  const report = "data:text/javascript,process.on('newListener',(name)=>name==='SIGINT'&&console.log('armed'))";
  const environment = { NODE_OPTIONS: `--import ${report}` };
  const onOutput = (_: string, chunk: Buffer) => armed.resolve(expect(String(chunk)).toBe('armed\n'));
  const started = startContainerProcess({ script: idle, args: [], environment, mounts: [], onOutput });
  await armed.promise;
  expect(isAlive(started.pid)).toBe(true);
  started.kill('SIGTERM');
  expect(await started.exited).toEqual({ exitCode: 0, signal: null });
});

test.each([
  ['main thread', 'at rest'],
  ['worker', 'at rest'],
  ['main thread', 'busy'],
])('processes and their children end with a killed harness (%s, %s)', async (where, state) => {
  await using watched = await witness();
  const program = new URL('./testing/programs/parent.ts', import.meta.url);
  const inWorker = `new (require('node:worker_threads').Worker)(new URL('${program}'))`;
  const args = where === 'worker' ? ['-e', inWorker] : [fileURLToPath(program), state];
  const env = { ...process.env, ...watched.environment };
  const harness = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  expect(await once(createInterface(harness.stdout), 'line')).toEqual(['say "started"']);
  harness.kill('SIGKILL');
  await watched.gone;
});

test('files of a container are where its mounts say', async () => {
  await using cluster = await testCluster();
  const [app, data] = [join(cluster.folder, 'app'), join(cluster.folder, 'data')];
  await Promise.all([mkdir(app), mkdir(data)]);
  await writeFile(join(app, 'config.yaml'), 'key: value');
  const one = join(cluster.folder, 'one');
  await writeFile(one, 'one file');
  const started = startProgram('files', [], {}, [
    { path: '/app', source: app, readOnly: true },
    { path: '/data', source: data, readOnly: false },
    { path: '/data/one.txt', source: one, readOnly: true },
  ]);
  expect(await started.said()).toEqual({
    read: 'key: value',
    appended: 'one two',
    streamed: 'streamed',
    throughLink: 'one two',
    listed: ['a', 'link', 'moved', 'stream'],
    entry: [['/data/a', 'b']],
    realpath: ['/data/a', '/data/moved', '/app'],
    temporary: '/data/t-',
    one: 'one file',
    exists: [true, false, true],
    parent: true,
  });
  const missing = (call: string) => ({
    code: 'ENOENT',
    message: `ENOENT: no such file or directory, ${call} '/app/missing'`,
  });
  const readOnly = (call: string, path: string) => ({
    code: 'EROFS',
    message: `EROFS: read-only file system, ${call} '${path}'`,
  });
  expect(await started.said()).toEqual({
    missing: missing('open'),
    missingSync: missing('stat'),
    missingCallback: missing('open'),
    write: readOnly('open', '/app/new'),
    writeSync: readOnly('open', '/app/new'),
    open: readOnly('open', '/app/config.yaml'),
    openNumber: readOnly('open', '/app/config.yaml'),
    access: readOnly('access', '/app/config.yaml'),
    rename: readOnly('rename', '/app/moved'),
  });
  await started.exited;
  expect(await readdir(app)).toEqual(['config.yaml']);
});

test('a hidden folder is refused to root as to anybody', async () => {
  await using cluster = await testCluster();
  const path = join(cluster.folder, 'hidden');
  await mkdir(path);
  await Promise.all(['file', 'p.sock'].map((name) => writeFile(join(path, name), 'content')));
  const pod = await cluster.pod('a');
  const started = pod.start('hidden', [path], { mounts: [{ path, source: path, readOnly: true, hidden: true }] });
  const denied = (call: string, below: string) => ({
    code: 'EACCES',
    message: `EACCES: permission denied, ${call} '${path}${below}'`,
  });
  const deniedSocket = (call: string) => ({
    code: 'EACCES',
    message: `${call} EACCES: permission denied ${path}/p.sock`,
  });
  expect(await started.said()).toEqual({
    exists: [false, false],
    list: denied('scandir', ''),
    read: denied('open', '/file'),
    readSync: denied('open', '/../hidden/file'),
    stat: denied('stat', '/file'),
    stream: denied('open', '/file'),
    make: denied('mkdir', '/new/folder'),
    connect: deniedSocket('connect'),
    listen: deniedSocket('listen'),
  });
  expect(await started.exited).toEqual({ exitCode: 0, signal: null });
  expect((await readdir(path)).sort()).toEqual(['file', 'p.sock']);
});

test('a mount over the root hides neither the run folder nor the program', async () => {
  await using cluster = await testCluster();
  await Promise.all(['app', 'data'].map((name) => mkdir(join(cluster.folder, name))));
  await writeFile(join(cluster.folder, 'app/config.yaml'), 'key: value');
  await writeFile(join(cluster.folder, 'data/one.txt'), 'one file');
  const started = startProgram('files', [], {}, [{ path: '/', source: cluster.folder, readOnly: false }]);
  expect(await started.said()).toMatchObject({ appended: 'one two', realpath: ['/data/a', '/data/moved', '/app'] });
  await started.exited;
});

test.each(['short', 'x'.repeat(100)])('pods meet at a Unix socket in a shared folder (%s)', async (name) => {
  await using cluster = await testCluster();
  const source = join(cluster.folder, name);
  await mkdir(source);
  const [a, b] = [await cluster.pod('a'), await cluster.pod('b')];
  const server = a.start('unix', ['listen', '/run/probe/p.sock'], {
    mounts: [{ path: '/run/probe', source, readOnly: false }],
  });
  expect(await server.said()).toBe('/run/probe/p.sock');
  const file = [{ path: '/var/p.sock', source: join(source, 'p.sock'), readOnly: true }];
  expect(await b.start('unix', ['ask', '/var/p.sock'], { mounts: file }).said()).toBe('over the socket');
  server.kill('SIGTERM');
  expect(await server.said()).toBe('closed');
  expect(existsSync(join(source, 'p.sock'))).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
