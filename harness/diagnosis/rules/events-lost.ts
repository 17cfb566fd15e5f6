import { role } from '../../edge/hosts.ts';
import { type Cause, exchangesOf, type Facts } from '../facts.ts';
import { eventStoreNotSetUp } from './event-store-not-set-up.ts';

/** Qtap's events do not reach Pulse: the event store cannot be set up, names another host, or there is none. */
export function eventsLost(facts: Facts): Cause | undefined {
  const [store] = facts.snapshot.eventStores;
  if (store === undefined || store.type === 'disabled') {
    return {
      sentence: `Pulse hears of no artifact: the snapshot ${store === undefined ? 'lists no event store' : 'disables the event store'}.`,
      positions: [store?.at ?? facts.snapshot.locate(['services', 'event_stores'])],
      evidence: [],
    };
  }
  const unset = eventStoreNotSetUp(facts);
  if (unset !== undefined) return unset;
  const sent = exchangesOf(facts, 'qtap').filter(({ path }) => path.startsWith('/eventstore.v1.'));
  const elsewhere = sent.find(({ host }) => role(host) !== 'pulse');
  if (elsewhere === undefined) return undefined;
  return {
    sentence: `Qtap sends its events to ${elsewhere.host} instead of Pulse, so no scan job is made.`,
    positions: [store.at],
    evidence: [
      `${elsewhere.method} https://${elsewhere.host}${elsewhere.path} answered ${elsewhere.status ?? 'nothing'}`,
    ],
  };
}
