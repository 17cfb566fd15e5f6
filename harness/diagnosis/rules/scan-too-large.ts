import { type Cause, type Facts, logsOf } from '../facts.ts';
import { logMessages } from '../log-messages.ts';

/** Exchanges that were sampled and are not scanned, since their scan input is too large (reference, artifacts.md section 4). */
export function scanTooLarge(facts: Facts): Cause | undefined {
  const lines = logsOf(facts, 'qtap').flatMap(({ pod, text }) =>
    logMessages(text)
      .filter((message) => message.text.startsWith('qscan request is too large, skipping'))
      .map((message) => `log of ${pod}: ${message.text}`),
  );
  if (lines.length === 0) return undefined;
  return {
    sentence: `Qtap skipped ${lines.length} sampled exchanges whose scan input is over 1 MiB as JSON: nothing of them is stored or scanned, and no setting raises that limit.`,
    positions: [],
    evidence: lines.slice(0, 2),
  };
}
