// Runs at install time, under whatever Node there is. npm 10 takes the link to the packaged Node 24 away again when it
// skips the packages of other platforms, which bear a command of the same name: this puts it back.
const { existsSync, symlinkSync } = require('node:fs');
const { join } = require('node:path');
const { tooOld } = require('./packaged-node.cjs');

const refusal = tooOld();
if (refusal !== undefined) {
  console.error(refusal);
  process.exit(3);
}

const folder = join(__dirname, '../../node_modules');
const binary = join(`node-${process.platform}-${process.arch}`, 'bin/node');
const link = join(folder, '.bin/node');
if (existsSync(join(folder, binary)) && !existsSync(link)) symlinkSync(join('..', binary), link);
