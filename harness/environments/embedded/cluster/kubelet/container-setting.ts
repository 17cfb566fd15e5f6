import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { containerEnvironment } from './container-environment.ts';
import type { ProcessSetting } from './container-instance.ts';
import type { ImageProgram } from './image-catalog.ts';
import type { Container, KubeletContext, Pod, Sandbox } from './pod-context.ts';
import type { PodVolumes } from './pod-volumes.ts';
import { verifyRunAsNonRoot } from './run-as-non-root.ts';
import { seesNode } from './sees-node.ts';

export interface ContainerSettingOptions {
  readonly kubelet: KubeletContext;
  readonly pod: Pod;
  readonly container: Container;
  readonly volumes: PodVolumes;
  readonly sandbox: Sandbox;
  readonly program: ImageProgram;
}

export interface ContainerSetting extends ProcessSetting {
  /** Real file in which the container may say why it ends. */
  readonly terminationLog: string;
}

/**
 * What a container's process lives with: variables, mounts, folders of its own for `/tmp` and for a working directory that
 * is no volume's. Throws `ContainerConfigError` in the kubelet's words for what its spec cannot have.
 */
export function containerSetting(options: ContainerSettingOptions): ContainerSetting {
  const { kubelet, pod, container, volumes, sandbox, program } = options;
  const variables = containerEnvironment(kubelet.api, pod, container, sandbox.ip, kubelet.node);
  const given = volumes.mounts(container, variables, seesNode(pod, container, program.user));
  verifyRunAsNonRoot(pod, container, program.user);
  const folder = volumes.containerFolder(container.name);
  const own = (path: string, name: string) => {
    const source = join(folder, name);
    mkdirSync(source, { recursive: true });
    return { path, source, readOnly: false };
  };
  const temporary = given.find(({ path }) => path === '/tmp') ?? own('/tmp', 'tmp');
  const terminationLog = join(folder, 'termination-log');
  writeFileSync(terminationLog, '');
  const { terminationMessagePath = '/dev/termination-log', workingDir } = container;
  const mounts = [
    ...given,
    temporary,
    { path: terminationMessagePath, source: terminationLog, readOnly: false },
    ...(workingDir && workingDir !== '/' ? [own(workingDir, 'work')] : []),
  ];
  return {
    program,
    environment: {
      // Real, for native libraries know nothing of mounts.
      TMPDIR: temporary.source,
      HOSTNAME: pod.spec?.hostname ?? pod.metadata?.name ?? '',
      ...program.environment,
      ...variables,
      ...sandbox.environment,
    },
    mounts,
    workingDirectory: workingDir,
    compileCache: kubelet.compileCache,
    terminationLog,
  };
}
