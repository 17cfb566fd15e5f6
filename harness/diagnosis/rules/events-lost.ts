import { role } from '../../edge/hosts.ts';
import { agentContainer, type Cause, exchangesOf, type Facts, logsOf, variablePosition } from '../facts.ts';
import { troubleIn } from '../log-messages.ts';

/** Lines of Qtap on an event store that it cannot set up (reference, pulse.md section 4). */
const notInitialised = /provide an https:\/\/|eventstore token is empty|creating pulse heartbeat/;

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
  for (const { pod, text } of logsOf(facts, 'qtap')) {
    const line = troubleIn(text).find((message) => notInitialised.test(message));
    if (line === undefined) continue;
    const token = store.token?.type === 'env' ? variablePosition(agentContainer(facts, 'qtap'), store.token.value) : [];
    return {
      sentence: `Qtap cannot set up its event store: ${line.replace(/^failed to initialize service factory:\s*/, '').replace(/\.$/, '')}.`,
      positions: [store.at, ...(line.includes('https') ? [] : token)],
      evidence: [`log of ${pod}: ${line}`],
    };
  }
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
