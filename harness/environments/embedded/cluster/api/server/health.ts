import { type Exchange, sendText } from './exchange.ts';

/** Checks of the real server that have a counterpart here, in its order. */
const checks = [
  'ping',
  'log',
  'etcd',
  'poststarthook/start-apiextensions-controllers',
  'poststarthook/crd-informer-synced',
  'poststarthook/start-system-namespaces-controller',
  'poststarthook/rbac/bootstrap-roles',
  'poststarthook/scheduling/bootstrap-system-priority-classes',
  'poststarthook/bootstrap-controller',
];

const checksOf: Readonly<Record<string, readonly string[]>> = {
  healthz: checks,
  livez: checks,
  readyz: [...checks.slice(0, 3), 'etcd-readiness', 'informer-sync', ...checks.slice(3), 'shutdown'],
};

/** Paths of the checks, for the list of all paths. */
export const healthPaths = Object.entries(checksOf).flatMap(([name, of]) => [
  `/${name}`,
  ...of.map((check) => `/${name}/${check}`),
]);

/** Whether the path asks how the server is. It is well whenever it answers: all of it lives in one process. */
export function isHealthPath(path: string): boolean {
  return healthPaths.includes(path);
}

/** Source: apiserver `pkg/server/healthz`. */
export function answerHealth(exchange: Exchange, path: string): void {
  const [, name = '', check] = path.split('/');
  const isVerbose = !check && exchange.query.has('verbose');
  if (isVerbose) exchange.response.setHeader('X-Content-Type-Options', 'nosniff');
  sendText(exchange, 200, isVerbose ? report(name, exchange.query.getAll('exclude')) : 'ok');
}

function report(name: string, exclude: readonly string[]): string {
  const excluded = new Set(exclude);
  const lines = (checksOf[name] ?? []).map((each) => `[+]${each} ${excluded.delete(each) ? 'excluded: ok' : 'ok'}\n`);
  const unknown = [...excluded].sort().map((each) => JSON.stringify(each));
  const warning = unknown.length
    ? `warn: some health checks cannot be excluded: no matches for ${unknown.join(', ')}\n`
    : '';
  return `${lines.join('')}${warning}${name} check passed\n`;
}
