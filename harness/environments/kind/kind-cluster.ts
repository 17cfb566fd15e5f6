import { runProgram } from './run-program.ts';

/** A cluster in containers of the local Docker. */
export interface KindCluster {
  readonly name: string;
  /** YAML text; its current context is the cluster, as administrator. */
  readonly kubeconfig: string;
  readonly kubeconfigFile: string;
  readonly nodes: readonly KindNode[];
  /** Runs a command in a node's container, as root, and answers with its standard output. Rejects with `ProgramError`. */
  exec(node: string, command: readonly string[], options?: { readonly input?: string | Buffer }): Promise<string>;
}

export interface KindNode {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  /** What the node offers to pods: thousandths of a CPU, and bytes. */
  readonly allocatable: { readonly cpu: number; readonly memory: number };
}

/** kubectl in the control plane's container: the machine itself need not have one. */
export const nodeKubectl = ['kubectl', '--kubeconfig=/etc/kubernetes/admin.conf'] as const;

/** Runs a command in the container of a node. Rejects with `ProgramError`. */
export function execInNode(
  node: string,
  command: readonly string[],
  { input, signal }: { readonly input?: string | Buffer; readonly signal?: AbortSignal } = {},
): Promise<string> {
  const interactive = input === undefined ? [] : ['--interactive'];
  const options = { ...(input !== undefined && { input }), ...(signal && { signal }) };
  return runProgram('docker', ['exec', ...interactive, node, ...command], options);
}

/** Name of the node that runs the control plane, as kind gives it. */
export function controlPlane(cluster: string): string {
  return `${cluster}-control-plane`;
}
