import type { AblyMessage } from './protocol-message.ts';

/** What went through a channel, all that a client needs to know of it. */
export interface Publication {
  /** Counts the publications of a channel, from 1. */
  readonly number: number;
  readonly id: string;
  /** Of who published; undefined for the platform itself. */
  readonly connectionId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly messages: readonly AblyMessage[];
}

export type Subscriber = (publication: Publication) => void;

/** A channel: those who are attached hear what is published from then on, or from a serial that they name. */
export interface Channel {
  readonly name: string;
  publish(messages: readonly AblyMessage[], connectionId?: string): Publication;
  /** Serial of the last publication, for `channelSerial`. */
  serial(at?: number): string;
  /**
   * What was published after a serial; undefined when that cannot be told: it is none of this channel's, or too long ago.
   */
  since(serial: string): readonly Publication[] | undefined;
  subscribe(subscriber: Subscriber): Disposable;
  publications(): readonly Publication[];
}

/** `epoch` tells this server's serials from those of another one; `kept` is for how many milliseconds a publication can be had again. */
export function createChannel(name: string, epoch: string, kept: number, now: () => number): Channel {
  const publications: Publication[] = [];
  const subscribers = new Set<Subscriber>();
  const serial = (at = publications.length) => `${epoch}:${at}`;
  return {
    name,
    serial,
    publish(messages, connectionId) {
      const number = publications.length + 1;
      const publication = { number, id: `${name}:${serial(number)}`, connectionId, at: now(), messages };
      publications.push(publication);
      for (const subscriber of [...subscribers]) subscriber(publication);
      return publication;
    },
    since(given) {
      const [, of, count] = /^(.*):(\d{1,15})$/.exec(given) ?? [];
      const seen = Number(count);
      if (of !== epoch || seen > publications.length) return undefined;
      const missed = publications.slice(seen);
      const [first] = missed;
      return first === undefined || now() - first.at <= kept ? missed : undefined;
    },
    subscribe(subscriber) {
      subscribers.add(subscriber);
      return { [Symbol.dispose]: () => void subscribers.delete(subscriber) };
    },
    publications: () => publications.slice(),
  };
}
