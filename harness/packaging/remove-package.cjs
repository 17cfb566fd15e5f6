// `npm pack` runs this last: what it packed is in the tarball, and a stale copy helps nobody.
const { rmSync } = require('node:fs');
const { join } = require('node:path');

rmSync(join(__dirname, '../../dist'), { recursive: true, force: true });
