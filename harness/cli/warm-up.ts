import { spawn } from 'node:child_process';
import { projectPath } from '../project-paths.ts';

// A cold compile cache costs the first run two seconds. One run at install time, unseen, fills it for the harness and for
// every program that runs in a pod. Whether that run is green is not the business of an installation.
spawn(process.execPath, [projectPath('harness/cli/scenario.ts'), 'sampling'], { stdio: 'ignore' });
