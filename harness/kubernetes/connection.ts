import type { Agent, RequestOptions } from 'node:https';
import { parse } from 'yaml';
import { EnvironmentError } from '../errors/environment-error.ts';

/** Where a cluster is, and how each request shows who asks. */
export interface ClusterConnection {
  /** URL, which may have a path. */
  readonly server: string;
  /** Trust and client certificate; the same for every request, so that connections can be kept. */
  readonly tls: Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'>;
  /** Goes through the kubeconfig's proxy; undefined where it names none. */
  readonly proxy?: Agent;
  /** Headers of one request; asked for each time, since a credential plugin may renew its token. */
  headers(): Promise<Readonly<Record<string, string>>>;
}

interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?: readonly { name: string; context: { cluster: string; user: string } }[];
  readonly clusters?: readonly { name: string; cluster: Readonly<Record<string, string>> }[];
  readonly users?: readonly { name: string; user: Readonly<Record<string, string>> }[];
}

const plainCluster = new Set(['server', 'certificate-authority-data']);
const plainUser = new Set(['token', 'client-certificate-data', 'client-key-data']);

/**
 * Connects by the current context of a kubeconfig (YAML text). One that holds an address, a CA and a token or a certificate
 * is read here; any other goes through `@kubernetes/client-node`, which knows every way to log in and takes 0.3 s and 85 MB to load.
 * Throws `EnvironmentError` where the context cannot be used, as its `headers` do.
 */
export async function connection(kubeconfig: string): Promise<ClusterConnection> {
  return plainConnection(parse(kubeconfig) as Kubeconfig) ?? (await libraryConnection(kubeconfig));
}

function plainConnection(config: Kubeconfig): ClusterConnection | undefined {
  const context = config.contexts?.find(({ name }) => name === config['current-context'])?.context;
  const cluster = config.clusters?.find(({ name }) => name === context?.cluster)?.cluster;
  const user = config.users?.find(({ name }) => name === context?.user)?.user;
  if (cluster?.server === undefined || user === undefined || Object.keys(user).length === 0) return undefined;
  if (Object.keys(cluster).some((field) => !plainCluster.has(field))) return undefined;
  if (Object.keys(user).some((field) => !plainUser.has(field))) return undefined;
  const headers: Readonly<Record<string, string>> =
    user.token === undefined ? {} : { authorization: `Bearer ${user.token}` };
  return {
    server: cluster.server,
    tls: {
      ...decoded('ca', cluster['certificate-authority-data']),
      ...decoded('cert', user['client-certificate-data']),
      ...decoded('key', user['client-key-data']),
    },
    headers: async () => headers,
  };
}

function decoded(name: 'ca' | 'cert' | 'key', text: string | undefined): ClusterConnection['tls'] {
  return text === undefined ? {} : { [name]: Buffer.from(text, 'base64') };
}

async function libraryConnection(kubeconfig: string): Promise<ClusterConnection> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error('The kubeconfig has no current context with a cluster: set current-context.');
  const context = config.getCurrentContext();
  const options = async (): Promise<RequestOptions> => {
    const asked: RequestOptions = { headers: {} };
    try {
      await config.applyToHTTPSOptions(asked);
    } catch (error) {
      throw notUsable(context, error as Error);
    }
    return asked;
  };
  const { ca, cert, key, rejectUnauthorized, servername, agent } = await options();
  return {
    server: cluster.server,
    tls: { ca, cert, key, rejectUnauthorized, ...(servername !== undefined && { servername }) },
    ...(cluster.proxyUrl && { proxy: agent as Agent }),
    headers: async () => (await options()).headers as Record<string, string>,
  };
}

/** A file is missing, or a credential plugin is or fails: the message is then what it printed. */
function notUsable(context: string, error: Error): EnvironmentError {
  const message = error.message.replaceAll(/\s+/g, ' ').trim() || 'its credential plugin failed';
  return new EnvironmentError(
    `The context ${context} cannot be used (${message}): see whether kubectl --context ${context} version answers.`,
    { cause: error },
  );
}
