import type { Caller } from '../../harness/edge/exchange.ts';
import type { ObservedState } from '../serve/observed-state.ts';
import type { Publication } from './channel.ts';
import type { FrameFormat } from './frame-codec.ts';

/** A connection of a client, over all the WebSockets that carried it. */
export interface AblyConnectionRecord {
  readonly id: string;
  readonly orgId: string;
  /** Who opened its first WebSocket; undefined for a client on the machine itself. */
  readonly caller: Caller | undefined;
  /** Of the protocol, as `1.2` or `2`. */
  readonly version: string;
  readonly format: FrameFormat;
  /** Whether a WebSocket carries it now. */
  readonly open: boolean;
  /** Channels that it is attached to. */
  readonly channels: readonly string[];
  /** How often it was resumed on another WebSocket. */
  readonly resumed: number;
}

/** A connection or an attachment that was refused. */
export interface AblyRefusal {
  readonly reason: 'key' | 'channel';
  /** Undefined where the connection itself was refused. */
  readonly channel: string | undefined;
  readonly caller: Caller | undefined;
  readonly at: number;
}

/** What the push channel knows. All lists are in order of arrival. */
export interface AblyState extends ObservedState {
  connections(): readonly AblyConnectionRecord[];
  publications(channel: string): readonly Publication[];
  refusals(): readonly AblyRefusal[];
}
