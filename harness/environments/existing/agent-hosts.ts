import { pulseHosts, qplaneHost, warehouseHost, warehouseS3Host } from '../../edge/hosts.ts';

export interface AgentHostsOptions {
  readonly buckets: readonly string[];
  readonly regions: readonly string[];
  /** URLs and hosts that the user's files name, as they stand there. */
  readonly named: readonly string[];
}

/** Names that pods shall find at the Edge, and the ports at which they will look for it. */
export interface AgentHosts {
  readonly hostnames: readonly string[];
  readonly ports: readonly number[];
}

/** Where Ably's clients go (reference, qplane.md, "Push"). */
const pushHosts = [
  'realtime.ably.io',
  'rest.ably.io',
  'main.realtime.ably.net',
  ...['a', 'b', 'c', 'd', 'e'].flatMap((letter) => [
    `${letter}.ably-realtime.com`,
    `main.${letter}.fallback.ably-realtime.com`,
  ]),
  'internet-up.ably-realtime.com',
];

/**
 * What agents call, by name: host aliases know no wildcards, so everything that an agent may call must be told. Beside the
 * products' own hosts those that the user's files name, so that a wrong one is seen at the Edge.
 */
export function agentHosts({ buckets, regions, named }: AgentHostsOptions): AgentHosts {
  const endpoints = regions.flatMap((region) => [`s3.${region}.amazonaws.com`, `s3.dualstack.${region}.amazonaws.com`]);
  const stores = ['s3.amazonaws.com', ...endpoints];
  const urls = named.map(parseHost).filter((url) => url !== undefined);
  const all = [
    qplaneHost,
    ...pulseHosts,
    warehouseHost,
    warehouseS3Host,
    ...stores,
    ...buckets.flatMap((bucket) => stores.map((store) => `${bucket}.${store}`)),
    ...pushHosts,
    ...urls.map(({ hostname }) => hostname),
  ];
  const ports = urls.map(({ port, protocol }) => Number(port) || (protocol === 'http:' ? 80 : 443));
  return { hostnames: [...new Set(all)], ports: [...new Set([443, 80, ...ports])] };
}

/** Of the outside world only: what the cluster itself resolves is left to it. */
function parseHost(text: string): Pick<URL, 'hostname' | 'port' | 'protocol'> | undefined {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, protocol } = new URL(url);
  if (!/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(hostname)) return undefined;
  return /\.(svc|local|localhost)$/.test(hostname) ? undefined : { hostname, port, protocol };
}
