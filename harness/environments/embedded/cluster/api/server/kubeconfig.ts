/** A kubeconfig with one cluster, user and context, in YAML that needs no library. */
export function kubeconfig({ url, token, caPem }: { url: string; token: string; caPem: string }): string {
  const ca = Buffer.from(caPem).toString('base64');
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    '- name: embedded',
    `  cluster: {server: ${JSON.stringify(url)}, certificate-authority-data: ${ca}}`,
    'users:',
    '- name: admin',
    `  user: {token: ${JSON.stringify(token)}}`,
    'contexts:',
    '- name: embedded',
    '  context: {cluster: embedded, user: admin}',
    'current-context: embedded',
    '',
  ].join('\n');
}
