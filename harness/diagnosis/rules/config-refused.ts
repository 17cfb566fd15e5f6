import { type Cause, type Facts, logsOf } from '../facts.ts';
import { logMessages } from '../log-messages.ts';

/** Qtap refuses the first config that it fetches as a whole, and exits (reference, qplane.md section 2, "Failure behaviour"). */
export function configRefused(facts: Facts): Cause | undefined {
  for (const { pod, text } of logsOf(facts, 'qtap')) {
    const line = logMessages(text).find((message) => message.text.startsWith('unable to start config manager'));
    if (line === undefined) continue;
    const why = line.text.replace(/^unable to start config manager:?\s*/, '').replace(/\.$/, '');
    return {
      sentence: `Qtap refuses the whole config that it is given and exits: ${why}; look at Settings, Deploy, Snapshot.`,
      positions: [facts.snapshot.locate([])],
      evidence: [`log of ${pod}: ${line.text}`],
    };
  }
  return undefined;
}
