import { spawn } from 'node:child_process';
import { projectPath } from '../project-paths.ts';

/** Milliseconds; an installation must not wait longer. */
const patience = 60_000;

// A cold compile cache costs the first run two seconds. One run at install time, unseen, fills it for the harness and for
// every program that runs in a pod. Whether that run is green, or can be started, is not the business of an installation.
spawn(process.execPath, [projectPath('harness/cli/scenario.ts'), 'sampling'], {
  stdio: 'ignore',
  timeout: patience,
}).on('error', () => undefined);
