import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { say } from './say.ts';

// Stays, with a child that stays. Both hold one connection to port WITNESS: it closes when neither is left.
const line = connect(Number(process.env.WITNESS));
await once(line, 'connect');
const child = spawn('sleep', ['1000'], { stdio: ['ignore', line, 'ignore'] });
await once(child, 'spawn');
process.on('SIGTERM', () => process.exit(7));
// A signal to the group may end the child before it is heard here, and nothing else keeps this process.
setInterval(() => {}, 2 ** 30);
say({ args: process.argv.slice(2), environment: process.env, directory: process.cwd() });
if (process.argv.includes('busy')) setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
