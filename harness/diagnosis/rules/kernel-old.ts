import { agentContainer, type Cause, type Facts, logsOf } from '../facts.ts';
import { troubleIn } from '../log-messages.ts';

/** Qtap exits because the kernel of its node is too old. */
export function kernelOld(facts: Facts): Cause | undefined {
  const container = agentContainer(facts, 'qtap');
  for (const { pod, text } of logsOf(facts, 'qtap')) {
    const line = troubleIn(text).find((message) => message.includes('requires kernel version'));
    if (line === undefined) continue;
    return {
      sentence:
        "The kernel of Qtap's node is too old, it needs 5.10 or newer: take another node image; the preflight script passes 5.4 to 5.9, and exits with 0 whatever it found.",
      positions: container ? [container.manifest.locate(container.path)] : [],
      evidence: [`log of ${pod}: ${line}`],
    };
  }
  return undefined;
}
