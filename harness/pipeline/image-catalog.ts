import type { ImageCatalog, ImageProgram } from '../environments/embedded/cluster/kubelet/image-catalog.ts';
import { projectPath } from '../project-paths.ts';
import type { ImageRule, StandIn } from '../scenario/run-options.ts';
import { workloadImages } from '../traffic/replay/workload-manifests.ts';
import { imageHint, imageRole } from './image-roles.ts';

/** Programs of the stand-ins, with the executables of the public images (reference, qscan-worker.md section 2 and qplane.md). */
const standIns: Readonly<Record<StandIn, ImageProgram>> = {
  qtap: {
    name: 'qtap (stand-in)',
    script: projectPath('mocks/qtap/main.ts'),
    executables: ['tini', '--', 'qtap', 'tap'],
    entrypoint: [],
    user: 1010,
  },
  qscan: {
    name: 'qscan (stand-in)',
    script: projectPath('mocks/qscan/main.ts'),
    executables: ['uv', 'run', 'python', 'python3', 'pii_orchestrator.py'],
    entrypoint: [],
    user: 1000,
  },
  idle: { name: 'idle', script: undefined, executables: [], entrypoint: [], user: 0 },
};

/** What runs for each image in an embedded cluster: stand-ins by name and by the user's rules, and the run's own traffic. */
export function imageCatalog(rules: readonly ImageRule[]): ImageCatalog {
  const traffic: Readonly<Record<string, string | undefined>> = workloadImages;
  return {
    resolve(image) {
      const script = traffic[image];
      if (script !== undefined) return { name: image, script, executables: ['node'], entrypoint: [], user: 1000 };
      const role = imageRole(image, rules);
      return role === undefined ? undefined : standIns[role];
    },
    hint: imageHint,
  };
}
