import { startProgram } from '../test-cluster.ts';
import { say } from './say.ts';

// A harness that will be killed: starts a container's process.
const started = startProgram('stay', process.argv.slice(2), { WITNESS: process.env.WITNESS ?? '' });
await started.said();
say('started');
