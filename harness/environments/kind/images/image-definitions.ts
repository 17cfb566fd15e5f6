import { relative } from 'node:path';
import { projectPath } from '../../../project-paths.ts';
import { workloadImages } from '../../../traffic/replay/workload-manifests.ts';
import type { ImageRole } from './image-role.ts';

export interface ImageDefinition {
  /** In `kind/`. */
  readonly dockerfile: string;
  /** From the project's root. It goes into the image with everything that it imports. */
  readonly program: string;
}

const fromRoot = (path: string) => relative(projectPath('.'), path);

/** How the image of each role is made. */
export const imageDefinitions: Readonly<Record<ImageRole, ImageDefinition>> = {
  qtap: { dockerfile: 'qtap.Dockerfile', program: 'mocks/qtap/main.ts' },
  qscan: { dockerfile: 'qscan.Dockerfile', program: 'mocks/qscan/main.ts' },
  workload: { dockerfile: 'workload.Dockerfile', program: fromRoot(workloadImages['pii-harness/workload:1']) },
  upstream: { dockerfile: 'workload.Dockerfile', program: fromRoot(workloadImages['pii-harness/upstream:1']) },
  idle: { dockerfile: 'idle.Dockerfile', program: 'harness/environments/embedded/cluster/process/idle.ts' },
};
