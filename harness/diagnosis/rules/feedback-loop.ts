import { role } from '../../edge/hosts.ts';
import { recogniseObject } from '../../expectations/recognise-object.ts';
import { agentContainer, type Cause, type Facts, variablePosition } from '../facts.ts';

/** Qtap captures QScan's own traffic, so that what was scanned is stored and scanned again (reference, qscan-worker.md section 1). */
export function feedbackLoop(facts: Facts): Cause | undefined {
  const container = agentContainer(facts, 'qscan');
  if (container === undefined || container.variables.get('QPOINT_STRATEGY')?.value === 'ignore') return undefined;
  const own = facts.evidence.objects.filter((object) => {
    const content = recogniseObject(object);
    const host = content.kind === 'scan-input' && URL.canParse(content.url) ? new URL(content.url).hostname : '';
    return ['object-store', 'pulse'].includes(role(host) ?? '');
  });
  if (own.length === 0) return undefined;
  return {
    sentence: `QScan scans its own traffic: ${own.length} of ${facts.evidence.objects.length} objects in the bucket are what it sent or read itself, because its pod has no QPOINT_STRATEGY=ignore.`,
    positions: variablePosition(container, 'QPOINT_STRATEGY').slice(0, 1),
    evidence: [],
  };
}
