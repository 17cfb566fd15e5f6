import { randomBytes } from 'node:crypto';
import { pluginUrl } from '../../../harness/sampling/plugin-url.ts';
import type { TapSettings } from '../../../harness/snapshot/snapshot.ts';
import type { CapturedExchange, CapturedProcess } from '../plugins/captured-exchange.ts';
import { unknowns } from '../unknowns.ts';
import { addressKind, directionOf } from './address-kind.ts';
import type { ConnectionReporter, OpenConnection } from './connection-reporter.ts';
import { decodedBody } from './decoded-body.ts';
import type { ExchangeMessage, ProbeFrame, ProcessMessage } from './probe-frame.ts';
import type { ProbeSession } from './probe-server.ts';
import { isFilteredOut } from './process-filter.ts';

export interface CaptureOptions {
  /** Those in force at the moment. */
  readonly settings: () => TapSettings;
  readonly httpBufferSize: number;
  /** Whether there is a probe that sees through TLS. */
  readonly seesTls: boolean;
  readonly deploymentTags: readonly string[];
  readonly connections: ConnectionReporter;
  readonly capture: (exchange: CapturedExchange) => void;
}

const unknownProcess: CapturedProcess = {
  pid: 0,
  exe: '',
  pod: '',
  namespace: '',
  container: '',
  image: '',
  tags: [],
};

/** Turns what one process reports into exchanges for the plugins, as far as the snapshot wants them captured. */
export class CaptureSession implements ProbeSession {
  readonly #options: CaptureOptions;
  readonly #connections = new Map<number, string>();
  #process = unknownProcess;
  #ignored = false;

  constructor(options: CaptureOptions) {
    this.#options = options;
  }

  take({ message, requestBody, responseBody }: ProbeFrame): void {
    if (message.kind === 'process') {
      this.#ignored = message.strategy === 'ignore';
      this.#process = { ...message, tags: [...this.#options.deploymentTags, ...splitTags(message)] };
      return;
    }
    const settings = this.#options.settings();
    if (this.#ignored || isFilteredOut(this.#process.exe, settings.filters) || !isWanted(message, settings)) return;
    const connection = this.#connection(message);
    this.#options.connections.saw(connection, message.requestBytes, message.responseBytes);
    if (connection.isIntrospected)
      this.#options.capture(this.#captured(message, connection, requestBody, responseBody));
  }

  end(): void {
    this.#options.connections.end();
    this.#connections.clear();
  }

  #connection({ connection, scheme, authority, remoteAddress }: ExchangeMessage): OpenConnection {
    // An IPv6 address stands in brackets, which are no part of it.
    const [, bracketed, plain = '', port] = /^(?:\[(.*)\]|(.*?))(?::(\d+))?$/.exec(authority) ?? [];
    const endpointId = bracketed ?? plain;
    const isTls = scheme === 'https';
    return {
      id: this.#connectionId(connection),
      process: this.#process,
      direction: directionOf(remoteAddress),
      endpointId,
      remote: { ip: remoteAddress, port: Number(port ?? (isTls ? 443 : 80)) },
      isTls,
      isIntrospected: !isTls || this.#options.seesTls,
    };
  }

  #captured(
    message: ExchangeMessage,
    { id, endpointId, direction }: OpenConnection,
    requestBody: Buffer,
    responseBody: Buffer,
  ): CapturedExchange {
    const { scheme, authority, path, method, status, startedAt, clockAhead, duration } = message;
    const requestHeaders = new Map(Object.entries(message.requestHeaders));
    const requestId = requestHeaders.get(unknowns.requestIdHeader) ?? newId();
    for (const [name, value] of Object.entries({ method, path, scheme, authority }))
      requestHeaders.set(`:${name}`, value);
    const responseHeaders = new Map(Object.entries(message.responseHeaders));
    if (status !== undefined) responseHeaders.set(':status', String(status));
    const limit = this.#options.httpBufferSize;
    const decoded = (body: Buffer, headers: ReadonlyMap<string, string>) =>
      decodedBody(body, headers.get('content-encoding'), limit);
    return {
      requestId,
      connectionId: id,
      endpointId,
      direction,
      process: this.#process,
      scheme,
      authority,
      path,
      method,
      address: pluginUrl(scheme, authority, path),
      requestHeaders,
      requestBody: decoded(requestBody, requestHeaders),
      status,
      responseHeaders,
      responseBody: decoded(responseBody, responseHeaders),
      startedAt,
      clockAhead,
      duration,
      bytesSent: message.requestBytes,
      bytesReceived: message.responseBytes,
    };
  }

  #connectionId(connection: number): string {
    const id = this.#connections.get(connection) ?? newId();
    this.#connections.set(connection, id);
    return id;
  }
}

function newId(): string {
  return randomBytes(10).toString('hex');
}

function splitTags({ tags }: ProcessMessage): string[] {
  return tags.split(',').filter(Boolean);
}

function isWanted(message: ExchangeMessage, { direction, ignoreLoopback }: TapSettings): boolean {
  if (ignoreLoopback && addressKind(message.remoteAddress) === 'loopback') return false;
  return direction === 'all' || direction === 'egress' || direction === directionOf(message.remoteAddress);
}
