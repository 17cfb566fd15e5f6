import { isReady, type PodCase, script, server } from './pod-case.ts';

const headless = (name: string, app: string) => ({
  kind: 'Service',
  metadata: { name },
  spec: { clusterIP: 'None', selector: { app }, ports: [{ port: 8080 }], publishNotReadyAddresses: true },
});
const look = (expression: string): string[] =>
  script(`const dns = require('dns').promises; (async () => { ${expression} })()`);

/** Names and addresses inside a cluster. */
export const networkCases: readonly PodCase[] = [
  {
    name: 'the API server answers the token of the service account',
    container: {
      command: script(
        "const fs = require('fs'); const at = '/var/run/secrets/kubernetes.io/serviceaccount/'; const get = (path, headers) => new Promise((resolve) => require('https').get({ host: 'kubernetes.default.svc', port: 443, path, headers, ca: fs.readFileSync(at + 'ca.crt') }, (r) => { let text = ''; r.on('data', (c) => text += c).on('end', () => resolve([r.statusCode, text])) }).on('error', (e) => resolve([e.code, '']))); (async () => { const headers = { authorization: 'Bearer ' + fs.readFileSync(at + 'token', 'utf8') }; console.log((await get('/version', {}))[0]); const [status, text] = await get('/api/v1/namespaces/default/pods', headers); console.log(status, JSON.parse(text).message) })()",
      ),
    },
  },
  {
    name: 'names of the API server',
    container: {
      command: look(
        "const found = new Set(); for (const n of ['kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local']) found.add((await dns.lookup(n)).address === process.env.KUBERNETES_SERVICE_HOST); console.log([...found].join())",
      ),
    },
  },
  {
    name: 'a name that does not exist',
    container: {
      command: look("console.log((await dns.lookup('none.default.svc.cluster.local').catch((e) => e)).code)"),
    },
  },
  {
    name: 'a pod with a name of its own behind a headless Service',
    before: [headless('group', 'named')],
    metadata: { labels: { app: 'named' } },
    spec: { hostname: 'first', subdomain: 'group' },
    container: {
      command: look(
        "const at = (n) => dns.lookup(n).then((r) => r.address, () => new Promise((again) => setTimeout(() => again(at(n)), 200))); console.log(await at('first.group') === await at('first'))",
      ),
    },
  },
  {
    name: 'a host port that another pod has',
    before: [
      {
        kind: 'Pod',
        metadata: { name: 'has-the-port' },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [
            {
              name: 'c',
              image: 'node:24-bookworm-slim',
              command: server,
              ports: [{ containerPort: 8080, hostPort: 18080 }],
            },
          ],
        },
      },
    ],
    container: { command: server, ports: [{ containerPort: 8080, hostPort: 18080 }] },
    until: ({ status }) => status?.conditions?.some(({ reason }) => reason === 'Unschedulable') ?? false,
    events: ['FailedScheduling'],
  },
  {
    name: 'host aliases',
    spec: { hostAliases: [{ ip: '192.0.2.7', hostnames: ['old.example'] }] },
    container: { command: look("console.log((await dns.lookup('old.example')).address)") },
  },
  {
    name: 'a connection that nobody takes',
    container: {
      command: script("require('net').connect(9, process.env.IP).on('error', (e) => console.log(e.code, e.syscall))"),
      env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
    },
  },
  {
    name: 'the host network',
    spec: { hostNetwork: true },
    container: { command: server, ports: [] },
    until: isReady,
  },
];
