import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { normalised } from './normalised.ts';
import { runCommand } from './run-command.ts';

const manifests = fileURLToPath(new URL('manifests', import.meta.url));
const image = 'node:24-bookworm-slim';
const once = [
  `--image=${image}`,
  '--image-pull-policy=IfNotPresent',
  '--restart=Never',
  '--command',
  '--',
  'node',
  '-e',
];
const account = 'system:serviceaccount:NAMESPACE:reader';

/** What a person does with a workload from its first apply to its last delete; NAMESPACE stands for the session's own. */
const steps: readonly (readonly string[])[] = [
  ['apply', '-f', 'web.yaml'],
  ['rollout', 'status', 'deployment/web', '--timeout=60s'],
  ['apply', '-f', 'web.yaml'],
  ['get', 'deployments,services,replicasets'],
  ['get', 'pods', '--show-labels'],
  ['get', 'deployment', 'web', '-o', 'wide'],
  ['describe', 'deployment', 'web'],
  ['describe', 'service', 'web'],
  ['describe', 'pod', '-l', 'app=web'],
  ['logs', '-l', 'app=web', '--all-containers'],
  ['diff', '-f', 'web-changed.yaml'],
  ['apply', '-f', 'web-changed.yaml'],
  ['rollout', 'status', 'deployment/web', '--timeout=60s'],
  ['rollout', 'history', 'deployment/web'],
  ['rollout', 'history', 'deployment/web', '--revision=2'],
  ['rollout', 'undo', 'deployment/web'],
  ['rollout', 'status', 'deployment/web', '--timeout=60s'],
  ['rollout', 'restart', 'deployment/web'],
  ['rollout', 'status', 'deployment/web', '--timeout=60s'],
  ['rollout', 'pause', 'deployment/web'],
  ['rollout', 'pause', 'deployment/web'],
  ['rollout', 'resume', 'deployment/web'],
  ['scale', 'deployment/web', '--replicas=1'],
  ['wait', '--for=jsonpath={.status.replicas}=1', 'deployment/web', '--timeout=30s'],
  ['scale', 'deployment/web', '--replicas=1', '--current-replicas=5'],
  ['set', 'image', 'deployment/web', `app=${image}`],
  ['set', 'env', 'deployment/web', 'B=3'],
  ['set', 'env', 'deployment/web', '--list'],
  ['set', 'resources', 'deployment/web', '--limits=memory=200Mi'],
  ['rollout', 'status', 'deployment/web', '--timeout=60s'],
  ['label', 'deployment', 'web', 'tier=front'],
  ['label', 'deployment', 'web', 'tier=back'],
  ['label', 'deployment', 'web', 'tier=back', '--overwrite'],
  ['label', 'deployment', 'web', 'tier-'],
  ['annotate', 'deployment', 'web', 'note=x'],
  ['patch', 'deployment', 'web', '-p', '{"spec":{"replicas":2}}'],
  ['patch', 'deployment', 'web', '--type=merge', '-p', '{"spec":{"replicas":2}}'],
  ['patch', 'deployment', 'web', '--type=json', '-p', '[{"op":"replace","path":"/spec/replicas","value":1}]'],
  ['patch', 'deployment', 'web', '--type=json', '-p', '[{"op":"test","path":"/spec/replicas","value":7}]'],
  ['apply', '-f', 'crash.yaml'],
  ['wait', '--for=jsonpath={.status.containerStatuses[0].restartCount}=1', 'pod/crash', '--timeout=60s'],
  ['logs', 'crash', '-c', 'nope'],
  ['logs', 'nope'],
  ['exec', 'crash', '-c', 'nope', '--', 'ls'],
  ['exec', 'nope', '--', 'ls'],
  ['delete', 'pod', 'crash', '--now'],
  ['apply', '-k', 'kustomized'],
  ['get', 'configmap', 'k-settings', '-o', 'yaml'],
  ['edit', 'configmap', 'k-settings'],
  ['get', 'configmap', 'k-settings', '-o', 'jsonpath={.data}'],
  ['diff', '-k', 'kustomized'],
  ['replace', '-f', 'kustomized/cm.yaml'],
  ['create', '-f', 'kustomized/cm.yaml'],
  ['create', '-f', 'kustomized/cm.yaml'],
  ['replace', '-f', 'kustomized/cm.yaml'],
  ['create', 'configmap', 'x', '--from-literal=a=b', '--dry-run=server', '-o', 'yaml'],
  ['create', 'deployment', 'y', `--image=${image}`, '--dry-run=server', '-o', 'yaml'],
  ['create', 'job', 'z', `--image=${image}`, '--dry-run=server', '-o', 'yaml'],
  ['create', 'secret', 'generic', 's', '--from-literal=token=abc'],
  ['get', 'secret', 's', '-o', 'yaml'],
  ['create', 'serviceaccount', 'reader'],
  ['create', 'role', 'reader', '--verb=get,list', '--resource=pods'],
  ['create', 'rolebinding', 'reader', '--role=reader', '--serviceaccount=NAMESPACE:reader'],
  ['auth', 'can-i', 'list', 'pods', `--as=${account}`],
  ['auth', 'can-i', 'delete', 'pods', `--as=${account}`],
  ['auth', 'can-i', '--list', `--as=${account}`],
  ['get', 'secrets', `--as=${account}`],
  ['auth', 'can-i', 'create', 'deployments'],
  ['expose', 'deployment', 'web', '--name=web2', '--port=8080'],
  ['run', 'one', ...once, 'console.log("ran")'],
  ['wait', '--for=jsonpath={.status.phase}=Succeeded', 'pod/one', '--timeout=30s'],
  ['logs', 'one'],
  ['get', 'pod', 'one'],
  ['get', 'events', '--field-selector', 'involvedObject.name=one'],
  ['delete', 'pod', 'one', '--force', '--grace-period=0'],
  ['delete', 'service', 'web2'],
  ['delete', 'deployment', 'web', '--cascade=orphan'],
  ['delete', 'replicaset', '-l', 'app=web', '--cascade=foreground'],
  ['wait', '--for=delete', 'pod', '-l', 'app=web', '--timeout=30s'],
  ['delete', 'configmap', 'settings', 'k-settings'],
  ['get', 'all'],
  ['delete', 'deployment', 'nope'],
  ['get', 'nope'],
  ['get', 'pods', 'nope'],
  ['api-resources', '--api-group=apps'],
  ['explain', 'nope'],
  ['top', 'pods'],
  ['top', 'nodes'],
];

export interface SessionStep {
  readonly command: string;
  /** What the terminal shows, stripped of what differs from run to run. */
  readonly output: readonly string[];
  readonly code: number;
}

/** Runs all steps in a namespace of their own, which is deleted at the end. */
export async function kubectlSession(kubeconfig: string): Promise<SessionStep[]> {
  const namespace = `session-${randomBytes(3).toString('hex')}`;
  const env = { KUBECONFIG: kubeconfig, EDITOR: './edit.sh' };
  const kubectl = (...args: readonly string[]) => runCommand('kubectl', args, { env, cwd: manifests });
  await kubectl('create', 'namespace', namespace);
  await kubectl('-n', namespace, 'wait', '--for=create', 'serviceaccount/default', '--timeout=10s');
  try {
    const done: SessionStep[] = [];
    for (const args of steps) {
      const given = args.map((word) => word.replaceAll('NAMESPACE', namespace));
      const { output, code } = await kubectl('-n', namespace, ...given);
      done.push({ command: args.join(' '), output: normalised(output, namespace), code });
    }
    return done;
  } finally {
    await kubectl('delete', 'namespace', namespace, '--wait=false');
  }
}
