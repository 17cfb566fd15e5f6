// Runs under whatever Node there is, so in the words of an old one: no syntax that Node 12 does not know.
'use strict';
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

const oldest = [20, 19];
/** TypeScript as it stands, `using`, and what else the harness is written in. */
const needed = 24;

const howToGet =
  'Get Node 24 from https://nodejs.org/en/download, or with a version manager: nvm install 24; fnm install 24; mise use node@24. Then npm install again.';

/** What Node runs this process, or npm above it: npm puts the packaged Node before it on the PATH. */
function nodeInUse() {
  const ofNpm = /\bnode\/v(\d+\.\d+\.\d+)/.exec(process.env.npm_config_user_agent || '');
  const versions = [process.versions.node].concat(ofNpm === null ? [] : [ofNpm[1]]);
  return versions.sort((a, b) => (isOlder(a, b.split('.').map(Number)) ? -1 : 1))[0];
}

function isOlder(version, than) {
  const own = version.split('.').map(Number);
  return own[0] < than[0] || (own[0] === than[0] && own[1] < than[1]);
}

/** Why the harness cannot be used under the Node in use, with what to do; undefined when it can. */
function tooOld() {
  const version = nodeInUse();
  if (!isOlder(version, oldest)) return undefined;
  return `This is Node ${version}, and the harness needs Node ${oldest.join('.')} or later. ${howToGet}`;
}

/**
 * The Node to run the harness with: this one where it is new enough, else the one that was installed with the harness.
 * Undefined when there is none.
 */
function nodeToRun() {
  if (Number.parseInt(process.versions.node, 10) >= needed) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  for (const program of ['bin/node', 'bin/node.exe']) {
    try {
      const path = join(dirname(require.resolve(`${name}/package.json`)), program);
      if (existsSync(path)) return path;
    } catch {
      // It is an optional package: told by whoever asks.
    }
  }
  return undefined;
}

/** What to do where `nodeToRun` finds none. */
const noneToRun = `This is Node ${process.versions.node}. The harness runs on Node ${needed}, which npm installs beside it for Linux and Windows on x64 and for Linux on arm64, unless optional packages are left out (npm install --include=optional). ${howToGet}`;

module.exports = { tooOld, nodeToRun, noneToRun };
