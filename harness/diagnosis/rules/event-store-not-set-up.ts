import { agentContainer, type Cause, type Facts, logsOf, variablePosition } from '../facts.ts';
import { troubleIn } from '../log-messages.ts';

/** Lines of Qtap on an event store that it cannot set up (reference, pulse.md section 4). */
const notInitialised = /provide an https:\/\/|eventstore token is empty|creating pulse heartbeat/;

/** Qtap cannot set up its event store, and says so. */
export function eventStoreNotSetUp(facts: Facts): Cause | undefined {
  const [store] = facts.snapshot.eventStores;
  if (store === undefined) return undefined;
  for (const { pod, text } of logsOf(facts, 'qtap')) {
    const line = troubleIn(text).find((message) => notInitialised.test(message));
    if (line === undefined) continue;
    const container = agentContainer(facts, 'qtap');
    const isAboutToken = !line.includes('https');
    const variable = isAboutToken && store.token?.type === 'env' ? store.token.value : undefined;
    const isMissing = variable !== undefined && !container?.variables.get(variable)?.value;
    const remedy = isMissing ? `; the snapshot takes its token from ${variable}, which Qtap's pod does not have` : '';
    return {
      sentence: `Qtap cannot set up its event store: ${line.replace(/^failed to initialize service factory:\s*/, '').replace(/\.$/, '')}${remedy}.`,
      positions: [store.at, ...(variable === undefined ? [] : variablePosition(container, variable))],
      evidence: [`log of ${pod}: ${line}`],
    };
  }
  return undefined;
}
