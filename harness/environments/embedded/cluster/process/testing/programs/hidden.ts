import { once } from 'node:events';
import fs from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { outcome, say } from './say.ts';

// The folder that is hidden from this container; `file` and `p.sock` lie in it.
const [path = ''] = process.argv.slice(2);
const attempt = (work: () => unknown) => outcome(Promise.resolve().then(work));
say({
  exists: [fs.existsSync(`${path}/file`), await promisify(fs.exists)(path)],
  list: await outcome(readdir(path)),
  read: await outcome(promisify(fs.readFile)(`${path}/file`, 'utf8')),
  readSync: await attempt(() => fs.readFileSync(`${path}/../hidden/file`, 'utf8')),
  stat: await attempt(() => fs.statSync(`${path}/file`)),
  stream: await outcome(text(fs.createReadStream(`${path}/file`))),
  make: await outcome(mkdir(`${path}/new/folder`, { recursive: true })),
  connect: await outcome(once(connect(`${path}/p.sock`), 'connect')),
  listen: await outcome(once(createServer().listen(`${path}/p.sock`), 'listening')),
});
