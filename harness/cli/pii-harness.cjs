#!/usr/bin/env node
// The command of the package, and the start of the npm scripts: finds the Node that the harness needs, says so where there is
// none, and hands over. In the words of an old Node, see packaged-node.cjs.
'use strict';
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { tooOld, nodeToRun, noneToRun } = require('./packaged-node.cjs');

const commands = {
  scenario: 'runs scenarios: yours and those of the harness',
  environment: 'starts the cluster, S3, Qplane and Pulse, and leaves them to you',
  doctor: 'looks at what a kind cluster, or a cluster of yours, needs',
  images: 'builds the images of the stand-ins for a cluster of yours',
  clean: 'removes what killed runs left',
  record: 'records what a real Qplane or Pulse answers, without a value',
  contract: 'compares the mocks with such a recording',
};

const help = `Runs your Qtap and QScan manifests through the whole pipeline and says what
became of payloads and findings.

  npx pii-harness scenario sampling --manifests deploy/ --snapshot snapshot.yaml

${Object.keys(commands)
  .map((name) => `  ${name.padEnd(13)}${commands[name]}`)
  .join('\n')}

Each takes --help. A scenario of your own is scenarios/NAME.scenario.mts, which
imports from 'pii-pipeline-harness'; "npx pii-harness scenario NAME" runs it.
`;

const usage = 2;
const noEnvironment = 3;

function main(args) {
  const refusal = tooOld();
  if (refusal !== undefined) return fail(refusal, noEnvironment);
  const name = args[0];
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help);
    process.exitCode = name === undefined ? usage : 0;
    return;
  }
  if (!Object.hasOwn(commands, name)) {
    fail(
      `There is no command ${name}. Commands: ${Object.keys(commands).join(', ')}. For example: npx pii-harness scenario sampling`,
      usage,
    );
    return;
  }
  const node = nodeToRun();
  if (node === undefined) return fail(noneToRun, noEnvironment);
  const program = ['.ts', '.js'].map((end) => join(__dirname, name + end)).find(existsSync);
  if (node !== process.execPath) return handOver(node, [program].concat(args.slice(1)));
  process.argv.splice(1, 2, program);
  import(pathToFileURL(program).href).catch(rethrow);
}

/** Not as a rejection, which would name this line. */
function rethrow(error) {
  setImmediate(() => {
    throw error;
  });
}

function handOver(node, args) {
  const child = spawn(node, ['--max-semi-space-size=8'].concat(args), { stdio: 'inherit' });
  // Ctrl-C at a terminal reaches both; whoever signals this process alone means that one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => fail(`${node} cannot be started: ${error.message}. ${noneToRun}`, noEnvironment));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code;
    else {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  });
}

function fail(message, code) {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}

main(process.argv.slice(2));
