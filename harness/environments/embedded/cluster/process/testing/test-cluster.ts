import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClusterNetwork, ExternalConnection, PodAttachment } from '../../network/cluster-network.ts';
import { createClusterNetwork } from '../../network/create-cluster-network.ts';
import type { BlockedConnection } from '../../network/egress-judge.ts';
import type { ContainerExit, ContainerMount, ContainerProcess } from '../container-process.ts';
import { startContainerProcess } from '../start-container-process.ts';

interface TestPod extends PodAttachment {
  readonly name: string;
  /** Starts a program of `testing/programs`. */
  start(program: string, args?: readonly string[], options?: StartOptions): TestProcess;
}

interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly mounts?: readonly ContainerMount[];
}

export interface TestProcess extends ContainerProcess {
  /** The next line that the program writes with `say`; an error with its other output when it ends before that. */
  said(): Promise<unknown>;
}

export interface TestCluster extends AsyncDisposable {
  readonly network: ClusterNetwork;
  /** What the network's judge has kept from pods so far. */
  readonly blocked: readonly BlockedConnection[];
  /** A folder of this cluster's own, removed with it. */
  readonly folder: string;
  pod(name: string, options?: { hostNetwork?: boolean; hostAliases?: Record<string, string> }): Promise<TestPod>;
}

/** A network with node `node-1`, whose pods are in namespace `shop` and run real processes. */
export async function testCluster(
  externalConnection: ExternalConnection = (socket) => socket.destroy(),
): Promise<TestCluster> {
  const blocked: BlockedConnection[] = [];
  const network = createClusterNetwork({
    externalConnection,
    onBlockedConnection: (connection) => blocked.push(connection),
    timeout: (nominal) => nominal / 1000,
  });
  const folder = await mkdtemp(join(tmpdir(), 'pods-'));
  const processes: ContainerProcess[] = [];
  network.addNode('node-1');
  return {
    network,
    blocked,
    folder,
    pod: async (name, options) => {
      const identity = { uid: name, namespace: 'shop', name, node: 'node-1' };
      const attachment = await network.attach(identity, { hostNetwork: false, hostAliases: {}, ...options });
      return {
        ...attachment,
        name,
        start: (program, args = [], start = {}) => {
          const started = startProgram(
            program,
            args,
            { ...attachment.environment, ...start.environment },
            start.mounts,
          );
          processes.push(started);
          return started;
        },
        [Symbol.asyncDispose]: () => attachment[Symbol.asyncDispose](),
      };
    },
    [Symbol.asyncDispose]: async () => {
      for (const process of processes) process.kill('SIGKILL');
      await Promise.all(processes.map(({ exited }) => exited));
      await network[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

const compileCache = fileURLToPath(new URL('../../../../../../node_modules/.cache/pods', import.meta.url));

/** Starts a program of `testing/programs` with an environment of its own. */
export function startProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  mounts: readonly ContainerMount[] = [],
): TestProcess {
  let output = '';
  let ended: ContainerExit | undefined;
  let read = 0;
  let wake = () => {};
  const process = startContainerProcess({
    script: fileURLToPath(new URL(`./programs/${program}.ts`, import.meta.url)),
    args,
    environment,
    mounts,
    compileCache,
    onOutput: (_stream, chunk) => {
      output += chunk.toString();
      wake();
    },
  });
  void process.exited.then((exit) => {
    ended = exit;
    wake();
  });
  const said = async (): Promise<unknown> => {
    for (;;) {
      const lines = output
        .split('\n')
        .slice(0, -1)
        .filter((line) => line.startsWith('say '));
      const line = lines[read];
      if (line !== undefined) {
        read++;
        return JSON.parse(line.slice('say '.length));
      }
      if (ended !== undefined)
        throw new Error(`${program} ended with ${JSON.stringify(ended)} and said nothing: ${output}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { ...process, said };
}
