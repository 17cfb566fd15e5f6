// Stands for an image of Node: `-e CODE` is run, as `node -e` would.
import { createRequire } from 'node:module';

const code = process.argv[process.argv.indexOf('-e') + 1] ?? '';
Object.assign(globalThis, { require: createRequire('/') });
// biome-ignore lint/security/noGlobalEval: running code from the command line is what it is for
// biome-ignore lint/complexity/noCommaOperator: indirect, so that the code sees globals only
(0, eval)(code);
