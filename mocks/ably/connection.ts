import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';
import type { FrameJournal } from '../../harness/edge/edge-route.ts';
import type { Caller } from '../../harness/edge/exchange.ts';
import type { Channel, Publication } from './channel.ts';
import { frameBytes } from './frame-bytes.ts';
import { decodeFrame, encodeFrame, type FrameFormat } from './frame-codec.ts';
import { type AblyError, action, flags, type ProtocolMessage } from './protocol-message.ts';
import type { AblySettings } from './settings.ts';
import type { AblyConnectionRecord } from './state.ts';

export interface ConnectionOptions {
  readonly orgId: string;
  readonly caller: Caller | undefined;
  /** Of the protocol. */
  readonly version: string;
  readonly settings: AblySettings;
  readonly now: () => number;
  /** A channel that the key opens; undefined for any other. */
  channel(name: string): Channel | undefined;
  refused(channel: string): void;
  changed(): void;
}

export interface Carriage {
  readonly frames: FrameJournal;
  readonly format: FrameFormat;
  /** Whether a message tells that the server lives; else WebSocket's own ping does. */
  readonly heartbeats: boolean;
  /** Whether it hears what it published itself. */
  readonly echo: boolean;
  /** Protocol 1.2: the last message that the client has seen; not a number otherwise. */
  readonly seen: number;
  /** Why it is not the connection that the client asked for. */
  readonly error: AblyError | undefined;
}

const denied = { code: 40160, statusCode: 401, message: 'channel denied access based on given capability' };
const unreadable = { code: 40000, statusCode: 400, message: 'the frame is no protocol message' };

/** Serial of a connection on which nothing was sent. Messages count from 1: ably-go 1.2.0 does not note a serial of 0. */
const nothingSent = -1;

/** WebSocket close codes (RFC 6455 section 7.4.1). */
const invalidPayload = 1007;

interface Attachment {
  readonly subscription: Disposable;
  /** Number of the last publication that was sent. */
  delivered: number;
}

/** A client's connection. It outlives the WebSocket that carries it, so that the client can resume it. */
export class Connection {
  readonly orgId: string;
  readonly #id = randomBytes(5).toString('base64url');
  readonly #key = `${this.#id}!${randomBytes(12).toString('base64url')}`;
  readonly #options: ConnectionOptions;
  readonly #attached = new Map<string, Attachment>();
  /** Protocol 1.2 counts what it was sent over all its channels, and takes up from there. */
  readonly #counts: boolean;
  readonly #sent: ProtocolMessage[] = [];
  #socket: WebSocket | undefined;
  #carriage: Carriage | undefined;
  #resumed = 0;
  #brokeAt = 0;
  #forgetting: NodeJS.Timeout | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.orgId = options.orgId;
    this.#counts = Number(options.version) < 2;
  }

  record(): AblyConnectionRecord {
    const { orgId, caller, version } = this.#options;
    return {
      id: this.#id,
      orgId,
      caller,
      version,
      format: this.#carriage?.format ?? 'json',
      open: this.#socket !== undefined,
      channels: [...this.#attached.keys()],
      resumed: this.#resumed,
    };
  }

  resumableBy(key: string | undefined, now: number): boolean {
    if (key !== this.#key) return false;
    return this.#socket !== undefined || now - this.#brokeAt <= this.#options.settings.connectionStateTtl;
  }

  /** Goes on, or begins, on this WebSocket. One that carried it until then is closed. */
  carry(socket: WebSocket, carriage: Carriage): void {
    const { settings, changed } = this.#options;
    const former = this.#socket;
    if (this.#carriage !== undefined) this.#resumed += 1;
    this.#socket = socket;
    this.#carriage = carriage;
    clearTimeout(this.#forgetting);
    former?.terminate();
    if (!this.#counts) this.#detachAll();
    const beat = setInterval(() => {
      if (carriage.heartbeats) this.#send({ action: action.heartbeat });
      else socket.ping();
    }, settings.maxIdleInterval / 2).unref();
    socket.on('message', (data) => this.#receive(frameBytes(data)));
    socket.on('close', () => {
      clearInterval(beat);
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#brokeAt = this.#options.now();
      // Later protocols attach anew, with the serial that they have seen.
      if (!this.#counts) this.#detachAll();
      this.#forgetting = setTimeout(() => this.#forget(), settings.connectionStateTtl).unref();
      changed();
    });
    const { length: sent } = this.#sent;
    const seen = Number.isSafeInteger(carriage.seen) ? Math.min(Math.max(carriage.seen, 0), sent) : sent;
    this.#send({
      action: action.connected,
      connectionId: this.#id,
      connectionKey: this.#key,
      ...(this.#counts && { connectionSerial: seen === 0 ? nothingSent : seen }),
      connectionDetails: {
        connectionKey: this.#key,
        connectionStateTtl: settings.connectionStateTtl,
        maxIdleInterval: settings.maxIdleInterval,
        maxFrameSize: settings.maxFrameSize,
        maxMessageSize: settings.maxFrameSize,
        serverId: 'pii-harness',
      },
      ...(carriage.error && { error: carriage.error }),
    });
    for (const message of this.#sent.slice(seen)) this.#send(message);
    changed();
  }

  cut(): void {
    this.#socket?.terminate();
  }

  #receive(frame: Uint8Array): void {
    const { format } = this.#carriage ?? { format: 'json' };
    const message = decodeFrame(frame, format);
    if (message === undefined) {
      this.#send({ action: action.error, error: unreadable });
      this.#socket?.close(invalidPayload);
      return;
    }
    this.#answer(message);
  }

  /** A later protocol may say more than is known here: that is passed over, as Ably does. */
  #answer(message: ProtocolMessage): void {
    const { channel: name = '' } = message;
    if (message.action === action.heartbeat) {
      this.#send({ action: action.heartbeat, ...(message.id !== undefined && { id: message.id }) });
    } else if (message.action === action.attach) this.#attach(name, message.channelSerial);
    else if (message.action === action.detach) this.#detach(name);
    else if (message.action === action.message) this.#publish(name, message);
    else if (message.action === action.presence) this.#acknowledge(message, denied);
    else if (message.action === action.close) this.#close();
  }

  #detach(name: string): void {
    this.#attached.get(name)?.subscription[Symbol.dispose]();
    this.#attached.delete(name);
    this.#options.changed();
    this.#send({ action: action.detached, channel: name });
  }

  #publish(name: string, message: ProtocolMessage): void {
    const channel = this.#options.channel(name);
    channel?.publish(message.messages ?? [], this.#id);
    if (channel !== undefined) this.#options.changed();
    this.#acknowledge(message, channel === undefined ? denied : undefined);
  }

  #acknowledge({ msgSerial = 0 }: ProtocolMessage, error: AblyError | undefined): void {
    const outcome = { msgSerial, count: 1 };
    this.#send(error === undefined ? { action: action.ack, ...outcome } : { action: action.nack, ...outcome, error });
  }

  #close(): void {
    this.#detachAll();
    this.#send({ action: action.closed });
    this.#socket?.close();
  }

  #attach(name: string, seen: string | undefined): void {
    const { channel: find, refused, changed } = this.#options;
    const channel = find(name);
    if (channel === undefined) {
      refused(name);
      this.#send({ action: action.error, channel: name, error: denied });
      return;
    }
    const missed = seen === undefined ? undefined : channel.since(seen);
    const attachment = this.#attached.get(name) ?? {
      subscription: channel.subscribe((publication) => this.#deliver(channel, publication)),
      delivered: 0,
    };
    this.#attached.set(name, attachment);
    this.#send({
      action: action.attached,
      channel: name,
      channelSerial: missed === undefined || seen === undefined ? channel.serial() : seen,
      flags: flags.publish | flags.subscribe | (missed === undefined ? 0 : flags.resumed),
    });
    // What is on its way already is not sent twice.
    for (const publication of missed ?? []) {
      if (publication.number > attachment.delivered) this.#deliver(channel, publication);
    }
    changed();
  }

  #deliver(channel: Channel, { number, id, connectionId, at, messages }: Publication): void {
    const attachment = this.#attached.get(channel.name);
    if (attachment !== undefined) attachment.delivered = number;
    if (connectionId === this.#id && this.#carriage?.echo === false) return;
    const message: ProtocolMessage = {
      action: action.message,
      id,
      channel: channel.name,
      channelSerial: channel.serial(number),
      ...(connectionId !== undefined && { connectionId }),
      ...(this.#counts && { connectionSerial: this.#sent.length + 1 }),
      timestamp: at,
      messages,
    };
    if (this.#counts) this.#sent.push(message);
    this.#send(message);
  }

  /** Nobody can resume it any more. */
  #forget(): void {
    this.#detachAll();
    this.#sent.length = 0;
    this.#options.changed();
  }

  #detachAll(): void {
    for (const { subscription } of this.#attached.values()) subscription[Symbol.dispose]();
    this.#attached.clear();
  }

  #send(message: ProtocolMessage): void {
    if (this.#socket === undefined || this.#socket.readyState !== this.#socket.OPEN) return;
    const frame = encodeFrame(message, this.#carriage?.format ?? 'json');
    this.#carriage?.frames.sent(frame);
    this.#socket.send(frame);
  }
}
