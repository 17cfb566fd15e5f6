import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { KubeObject } from '../objects/kube-object.ts';

/** Roles and classes that people and charts refer to; roles of a control plane's own components have nobody to hold them. */
const wanted = new Set([
  ...['cluster-admin', 'admin', 'edit', 'view', 'system:basic-user', 'system:discovery', 'system:public-info-viewer'],
  ...['system:aggregate-to-admin', 'system:aggregate-to-edit', 'system:aggregate-to-view', 'system:auth-delegator'],
  ...['system:kubelet-api-admin', 'system:monitoring', 'system:node-problem-detector', 'system:node-proxier'],
  ...['system:persistent-volume-provisioner', 'system:service-account-issuer-discovery'],
  ...['extension-apiserver-authentication-reader', 'system:node', 'system:kube-dns'],
  ...['system-node-critical', 'system-cluster-critical'],
]);

function main(kubeconfig: string | undefined): void {
  if (!kubeconfig) {
    console.error('usage: node generate.ts KUBECONFIG — of a real API server, as openapi/generate.ts');
    process.exit(2);
  }
  const kinds = 'clusterroles,clusterrolebindings,roles,rolebindings,priorityclasses';
  const options = { maxBuffer: 1 << 26 };
  const text = execFileSync('kubectl', ['--kubeconfig', kubeconfig, 'get', kinds, '-A', '-o', 'json'], options);
  const { items } = JSON.parse(text.toString('utf8')) as { items: KubeObject[] };
  const kept = items.filter(({ metadata }) => wanted.has(metadata.name)).map(stripped);
  const path = new URL('./objects.json', import.meta.url);
  writeFileSync(path, `[\n${kept.map((item) => JSON.stringify(item)).join(',\n')}\n]\n`);
  console.log(`${kept.length} objects: ${path.pathname}`);
}

function stripped({ metadata, rules, ...rest }: KubeObject): KubeObject {
  const { name, namespace, labels, annotations } = metadata;
  const place = { name, ...(namespace && { namespace }) };
  return { ...rest, metadata: { ...place, labels, annotations }, ...(rules ? { rules } : {}) } as KubeObject;
}

main(process.argv[2]);
