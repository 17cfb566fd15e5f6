import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { FrameJournal } from '../../harness/edge/edge-route.ts';
import type { Caller } from '../../harness/edge/exchange.ts';
import { createObservedState } from '../serve/observed-state.ts';
import { type Channel, createChannel } from './channel.ts';
import { Connection } from './connection.ts';
import { configChanged, deployChannel } from './deploy-channel.ts';
import { frameBytes } from './frame-bytes.ts';
import { encodeFrame } from './frame-codec.ts';
import { action } from './protocol-message.ts';
import { type AblySettings, defaultAblySettings } from './settings.ts';
import type { AblyRefusal, AblyState } from './state.ts';

export interface SocketOrigin {
  /** Undefined for a client on the machine itself. */
  readonly caller: Caller | undefined;
  readonly frames: FrameJournal;
}

export interface AblyOptions {
  /** Whose keys are known, and whose channels there are. */
  readonly orgIds: readonly string[];
  readonly settings?: Partial<AblySettings>;
  /** Milliseconds since the epoch. Default: the machine's. */
  readonly now?: () => number;
}

/** The part of Ably that announces changes of a config (reference, qplane.md, "Push"). */
export interface Ably {
  readonly settings: AblySettings;
  readonly state: AblyState;
  /** Publishes an event in a channel, to all who are attached. */
  publish(channel: string, name: string, data?: unknown): void;
  /** Tells an organisation's agents that their config has changed. */
  announce(orgId: string): void;
  /** Takes a WebSocket that asked for `/?query`. */
  take(socket: WebSocket, query: URLSearchParams, from: SocketOrigin): void;
  /** Breaks every WebSocket without a word; clients connect anew and resume. */
  cut(): void;
}

/** Codes of Ably's errors that clients act upon. */
const invalidCredentials = { code: 40101, statusCode: 401, message: 'invalid credentials' };
const cannotResume = {
  code: 80008,
  statusCode: 400,
  message: 'unable to recover connection: it is not known any more',
};

export function createAbly({ orgIds, settings: changed, now = Date.now }: AblyOptions): Ably {
  const settings = { ...defaultAblySettings, ...changed };
  const epoch = randomBytes(6).toString('hex');
  const channels = new Map<string, Channel>();
  const connections: Connection[] = [];
  const refusals: AblyRefusal[] = [];
  const observed = createObservedState(() => {
    const open = connections.filter((connection) => connection.record().open).length;
    return `the push channel has ${open} of ${connections.length} connections open, ${refusals.length} refused`;
  });

  const channel = (name: string): Channel => {
    const known = channels.get(name) ?? createChannel(name, epoch, settings.connectionStateTtl, now);
    channels.set(name, known);
    return known;
  };
  const publish = (name: string, event: string, data?: unknown) => {
    channel(name).publish([{ name: event, ...(data !== undefined && { data }) }]);
    observed.changed();
  };
  const refuse = (refusal: Omit<AblyRefusal, 'at'>) => {
    refusals.push({ ...refusal, at: now() });
    observed.changed();
  };

  return {
    settings,
    publish,
    announce: (orgId) => publish(deployChannel(orgId).channel, configChanged),
    take(socket, query, { caller, frames }) {
      // Whatever breaks it: `close` follows.
      socket.on('error', () => undefined);
      socket.on('message', (data) => frames.received(frameBytes(data)));
      const format = query.get('format') === 'msgpack' ? 'msgpack' : 'json';
      const orgId = orgIds.find((candidate) => deployChannel(candidate).key === query.get('key'));
      if (orgId === undefined) {
        refuse({ reason: 'key', channel: undefined, caller });
        const refusal = encodeFrame({ action: action.error, error: invalidCredentials }, format);
        frames.sent(refusal);
        socket.send(refusal);
        socket.close();
        return;
      }
      const given = query.get('resume') ?? undefined;
      const former = connections.find(
        (connection) => connection.orgId === orgId && connection.resumableBy(given, now()),
      );
      const connection =
        former ??
        new Connection({
          orgId,
          caller,
          version: query.get('v') ?? '1.2',
          settings,
          now,
          channel: (name) => (name === deployChannel(orgId).channel ? channel(name) : undefined),
          refused: (name) => refuse({ reason: 'channel', channel: name, caller }),
          changed: observed.changed,
        });
      if (former === undefined) connections.push(connection);
      connection.carry(socket, {
        frames,
        format,
        heartbeats: query.get('heartbeats') !== 'false',
        echo: query.get('echo') !== 'false',
        // The second is ably-go 1.2.0's spelling.
        seen: Number(query.get('connection_serial') ?? query.get('connectionSerial') ?? Number.NaN),
        error: given !== undefined && former === undefined ? cannotResume : undefined,
      });
    },
    cut() {
      for (const connection of connections) connection.cut();
    },
    state: {
      onChange: observed.onChange,
      waitFor: observed.waitFor,
      connections: () => connections.map((connection) => connection.record()),
      publications: (name) => channels.get(name)?.publications() ?? [],
      refusals: () => refusals.slice(),
    },
  };
}
