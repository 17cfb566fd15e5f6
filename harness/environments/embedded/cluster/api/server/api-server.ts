import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tokenAuthenticator } from '../authentication/authenticate.ts';
import { admittedUser, type Security } from '../authentication/security.ts';
import { anonymous } from '../authentication/user.ts';
import type { ClusterState } from '../cluster-state.ts';
import type { NodeAgent } from '../node-agent.ts';
import { ApiError } from '../objects/api-error.ts';
import { type Exchange, sendStatus } from './exchange.ts';
import { kubeconfig } from './kubeconfig.ts';
import { answerPath } from './path-requests.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';
import { requestInfo } from './request-info.ts';
import { answerResource } from './resource-requests.ts';
import { mayUpgrade, takeUpgrades } from './streams/take-upgrades.ts';
import type { Upgrade } from './streams/upgrade.ts';

export interface ApiServerOptions {
  readonly state: ClusterState;
  /** PEM. The certificate must hold IP address 127.0.0.1 and be signed by the CA. */
  readonly certificate: { readonly caPem: string; readonly certPem: string; readonly keyPem: string };
  /** May be set later through `ApiServer.nodeAgent`. */
  readonly nodeAgent?: NodeAgent;
  /** Bearer token of the cluster's administrator. By default a random one. */
  readonly token?: string;
}

export interface ApiServer extends AsyncDisposable {
  /** `https://127.0.0.1:PORT`. */
  readonly url: string;
  readonly token: string;
  /** An ordinary kubeconfig in YAML, with the CA and the token in it. */
  readonly kubeconfig: string;
  /** Answers for logs and proxied ports; until it is set they get 503. */
  nodeAgent: NodeAgent | undefined;
}

/** Bytes: as much as Go takes, for selectors and tokens may be long. */
const maxHeaderSize = 1 << 20;

/**
 * Milliseconds that an idle connection is kept. After Node's 5 s a busy client's next request would meet the end of it:
 * ECONNRESET. Source: apiserver `pkg/server/secure_serving.go`.
 */
const idleTimeout = 90_000;

/** Serves the cluster's state over HTTPS on a free port of 127.0.0.1. Disposing ends watches and open connections at once. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { state, certificate } = options;
  const token = options.token ?? randomBytes(24).toString('base64url');
  const { tokens, authorizer } = state;
  const security: Security = { tokens, authorizer, authenticator: tokenAuthenticator(token, tokens) };
  const stopping = new AbortController();
  const node: { nodeAgent: NodeAgent | undefined } = { nodeAgent: options.nodeAgent };
  const serve = (request: IncomingMessage, response: ServerResponse, upgrade?: Upgrade): void => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const [path = '/', ...query] = (request.url ?? '/').replace(absoluteForm, '').split('?');
    const exchange: Exchange = {
      request,
      response,
      method: request.method ?? 'GET',
      path,
      query: new URLSearchParams(query.join('?')),
      warnings: [],
      security,
      user: anonymous,
      signal: AbortSignal.any([gone.signal, stopping.signal]),
      upgrade,
    };
    void answer(exchange, state, node);
  };
  const { certPem: cert, keyPem: key } = certificate;
  const server = createServer({ cert, key, maxHeaderSize, shouldUpgradeCallback: mayUpgrade }, (...request) =>
    serve(...request),
  );
  const upgrades = takeUpgrades(server, serve);
  server.on('clientError', refuseUnreadable);
  // Watches stay open for as long as their clients like.
  server.requestTimeout = 0;
  server.keepAliveTimeout = idleTimeout;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    token,
    kubeconfig: kubeconfig({ url, token, caPem: certificate.caPem }),
    get nodeAgent() {
      return node.nodeAgent;
    },
    set nodeAgent(agent) {
      node.nodeAgent = agent;
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      upgrades[Symbol.dispose]();
      await closed;
    },
  };
}

/** What stands before the path where a client asks as it asks a proxy. */
const absoluteForm = /^https?:\/\/[^/?]*/i;

async function answer(
  unknown: Exchange,
  { registry }: ClusterState,
  node: { nodeAgent: NodeAgent | undefined },
): Promise<void> {
  try {
    const { request, method, query, security, path } = unknown;
    const info = requestInfo(path);
    const user = admittedUser(security, { headers: request.headers, method, query }, info);
    const exchange = { ...unknown, user };
    if (info.kind === 'resource') await answerResource(exchange, registry, info, node);
    else await answerPath(exchange, info.path, registry);
  } catch (error) {
    fail(unknown, error);
  }
}

function fail(exchange: Exchange, error: unknown): void {
  const { response, signal, upgrade } = exchange;
  if (upgrade?.cut()) return;
  if (response.headersSent || signal.aborted) {
    response.destroy();
    return;
  }
  closeIfUnread(exchange.request, response);
  if (error instanceof ApiError) sendStatus(exchange, error.status);
  else {
    const detail = error instanceof Error ? error.message : String(error);
    sendStatus(
      exchange,
      new ApiError(500, 'InternalError', `Internal error occurred: ${detail}`, { causes: [{ message: detail }] })
        .status,
    );
  }
}

/** The rest of a body that nobody reads would be taken for the next request. */
function closeIfUnread({ complete, headers }: IncomingMessage, response: ServerResponse): void {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!complete && hasBody) response.setHeader('Connection', 'close');
}
