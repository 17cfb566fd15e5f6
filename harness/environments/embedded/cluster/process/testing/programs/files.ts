import fs from 'node:fs';
import { mkdtemp, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { outcome, say } from './say.ts';

// /app is read-only, /data writable, /data/one.txt a mount of one file.
const attempt = (work: () => unknown) => outcome(Promise.resolve().then(work));
fs.mkdirSync('/data/a/b', { recursive: true });
await writeFile('/data/a/b/file', 'one');
fs.appendFileSync('/data//a/./b/file', ' two');
await promisify(fs.copyFile)(Buffer.from('/data/a/b/file'), '/data/copy');
fs.renameSync('/data/copy', '/data/moved');
fs.symlinkSync('/data/moved', '/data/link');
await new Promise((resolve) => fs.createWriteStream('/data/stream').end('streamed', () => resolve(undefined)));
say({
  read: await readFile(pathToFileURL('/app/config.yaml'), 'utf8'),
  appended: fs.readFileSync('/data/a/b/file', 'utf8'),
  streamed: await text(fs.createReadStream('/data/stream')),
  throughLink: fs.readFileSync('/data/link', 'utf8'),
  listed: fs.readdirSync('/data').sort(),
  entry: (await readdir('/data/a', { withFileTypes: true })).map(({ parentPath, name }) => [parentPath, name]),
  realpath: [await realpath('/data/a/../a'), fs.realpathSync('/data/link'), fs.realpathSync.native('/app')],
  temporary: (await mkdtemp('/data/t-')).slice(0, '/data/t-'.length),
  one: fs.readFileSync('/data/one.txt', 'utf8'),
  exists: [fs.existsSync('/app/config.yaml'), fs.existsSync('/app/missing'), await promisify(fs.exists)('/data/a')],
  parent: fs.existsSync('/data/../app/config.yaml'),
});
say({
  missing: await outcome(readFile('/app/missing')),
  missingSync: await attempt(() => fs.statSync('/app/missing')),
  missingCallback: await outcome(promisify(fs.open)('/app/missing', 'r')),
  write: await outcome(writeFile('/app/new', '')),
  writeSync: await attempt(() => fs.writeFileSync('/app/new', '')),
  open: await outcome(promisify(fs.open)('/app/config.yaml', 'r+')),
  accessToExecute: await attempt(() => fs.accessSync('/app', fs.constants.X_OK)),
  openNumber: await attempt(() => fs.openSync('/app/config.yaml', fs.constants.O_WRONLY)),
  access: await attempt(() => fs.accessSync('/app/config.yaml', fs.constants.W_OK)),
  rename: await attempt(() => fs.renameSync('/data/moved', '/app/moved')),
});
