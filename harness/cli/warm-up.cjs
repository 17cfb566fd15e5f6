// Runs at install time, under whatever Node there is. A cold compile cache costs the first run two seconds: one run now,
// unseen, fills it for the harness and for every program that runs in a pod. Whether that run is green, or can be started
// at all, is not the business of an installation.
const { spawn } = require('node:child_process');
const { join } = require('node:path');

const needed = 24;
const patience = 60_000;
// `npm pack` runs it as well, which installs nothing.
if (process.env.npm_command !== 'pack' && Number.parseInt(process.versions.node, 10) >= needed) {
  const scenario = join(__dirname, 'scenario.ts');
  spawn(process.execPath, [scenario, 'sampling'], { stdio: 'ignore', timeout: patience }).on('error', () => undefined);
}
