import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { ManifestObject } from '../manifests/manifest.ts';
import { clusterUrl } from './cluster-url.ts';
import { type ClusterConnection, connection } from './connection.ts';
import { failWhenSilent } from './fail-when-silent.ts';
import { KubernetesError } from './kubernetes-error.ts';
import { resourcePath } from './resource-path.ts';

interface RequestContent {
  readonly type: string;
  readonly body: unknown;
}

interface SendOptions {
  readonly content?: RequestContent;
  readonly signal?: AbortSignal;
  readonly accept?: string;
}

interface CreateOptions {
  readonly dryRun?: boolean;
  /** Told what the server warns of and takes all the same. */
  readonly onWarning?: (text: string) => void;
}

/** Plain requests of a cluster's API server, for what has no method of its own in `ClusterClient`. All throw `KubernetesError` when refused. */
export interface ClusterRequests extends Disposable {
  readonly connection: ClusterConnection;
  /** `accept`: in which form; JSON unless given. */
  get<T>(path: string, accept?: string): Promise<T>;
  getText(path: string): Promise<string>;
  /** An answer that comes bit by bit, for as long as the signal lets it. */
  stream(path: string, signal: AbortSignal): Promise<IncomingMessage>;
  /** Makes an object, with strict field validation; a dry run asks the server for its whole answer and changes nothing. */
  create(object: ManifestObject, options?: CreateOptions): Promise<ManifestObject>;
  /** Server-side apply: makes the object, or makes it what it should be. Returns it as it is stored. */
  apply(object: ManifestObject): Promise<ManifestObject>;
  /** Removes an object together with what it owns; true when it was there. */
  remove(object: ManifestObject): Promise<boolean>;
  /** Removes what lies at a path, an object or all of a collection, with these `DeleteOptions`; true when it was there. */
  removeAt(path: string, options: object): Promise<boolean>;
  /** Puts an object at a path, as `/finalize` wants it; true when it was there, and nobody had changed it since it was read. */
  putAt(path: string, object: object): Promise<boolean>;
}

/** Opens the current context of a kubeconfig (YAML text). */
export async function openRequests(kubeconfig: string): Promise<ClusterRequests> {
  const cluster = await connection(kubeconfig);
  const agent = cluster.proxy ?? new Agent({ keepAlive: true });

  async function send(
    method: string,
    path: string,
    { content, signal, accept = 'application/json' }: SendOptions = {},
  ): Promise<IncomingMessage> {
    const payload = content && Buffer.from(JSON.stringify(content.body));
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const headers = {
      ...(await cluster.headers()),
      accept,
      ...(payload && { 'content-type': content?.type, 'content-length': payload.length }),
    };
    const options = { method, agent, ...cluster.tls, headers, ...(signal && { signal }) };
    const outgoing = request(clusterUrl(cluster.server, path), options, resolve).on('error', reject);
    if (signal === undefined) failWhenSilent(outgoing);
    outgoing.end(payload);
    const response = await promise;
    const status = response.statusCode ?? 0;
    if (status < 200 || status >= 300) throw new KubernetesError(status, await text(response));
    return response;
  }

  const getText = async (path: string): Promise<string> => text(await send('GET', path));
  /** Sends a body to what may not be there. */
  const ask = async (method: string, path: string, body: object): Promise<boolean> => {
    try {
      await text(await send(method, path, { content: { type: 'application/json', body } }));
      return true;
    } catch (error) {
      if (error instanceof KubernetesError && error.status === 404) return false;
      throw error;
    }
  };
  const removeAt = (path: string, options: object) => ask('DELETE', path, options);
  return {
    connection: cluster,
    getText,
    get: async (path, accept) =>
      JSON.parse(await text(await send('GET', path, accept === undefined ? {} : { accept }))),
    stream: (path, signal) => send('GET', path, { signal }),
    async create(object, { dryRun = false, onWarning } = {}) {
      const { apiVersion, kind, metadata } = object;
      const query = `fieldValidation=Strict&fieldManager=pii-harness${dryRun ? '&dryRun=All' : ''}`;
      const content = { type: 'application/json', body: object };
      const created = await send('POST', `${resourcePath(apiVersion, kind, metadata.namespace)}?${query}`, { content });
      for (const warning of warningsIn(created.headers.warning)) onWarning?.(warning);
      return JSON.parse(await text(created));
    },
    async apply(object) {
      const content = { type: 'application/apply-patch+yaml', body: object };
      const applied = await send('PATCH', `${pathOf(object)}?fieldManager=pii-harness&force=true`, { content });
      return JSON.parse(await text(applied));
    },
    remove: (object) => removeAt(pathOf(object), { propagationPolicy: 'Background' }),
    removeAt,
    putAt: (path, object) => ask('PUT', path, object),
    [Symbol.dispose]: () => agent.destroy(),
  };
}

/** Texts of `Warning` headers, which Node joins (RFC 7234 section 5.5). */
function warningsIn(header: string | undefined): string[] {
  const quoted = (header ?? '').matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g);
  return [...quoted].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));
}

function pathOf({ apiVersion, kind, metadata }: ManifestObject): string {
  return `${resourcePath(apiVersion, kind, metadata.namespace)}/${metadata.name}`;
}
