import { flushCompileCache, syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { type PodSettings, settingsVariable } from '../../network/control-protocol.ts';
import { ControlClient } from './control-client.ts';
import { hookConnect } from './hook-connect.ts';
import { hookFiles } from './hook-files.ts';
import { hookListen } from './hook-listen.ts';
import { hookNames } from './hook-names.ts';
import { holdLeash } from './leash.ts';
import { type Mount, MountTable, mountsVariable } from './mount-table.ts';
import { trustCertificates } from './trust-certificates.ts';

const mounts = new MountTable(JSON.parse(process.env[mountsVariable] ?? '[]') as Mount[]);
const settings = process.env[settingsVariable];

holdLeash();
if (!mounts.empty) {
  hookFiles(mounts);
  const { cwd } = process;
  process.cwd = () => mounts.virtual(cwd());
}
if (settings !== undefined) {
  const { control, token, ip, hostname } = JSON.parse(settings) as PodSettings;
  const client = new ControlClient(control, token);
  const local = hookListen(client, ip, mounts);
  hookConnect(client, local, mounts);
  hookNames(client);
  os.hostname = () => hostname;
}
trustCertificates(mounts);
// Without it `import { connect } from 'node:net'` still gives what was there before.
syncBuiltinESMExports();

// Node writes its compile cache at a normal end only, and many a container is killed.
if (isMainThread && process.env.NODE_COMPILE_CACHE !== undefined) setTimeout(flushCompileCache, 2000).unref();
