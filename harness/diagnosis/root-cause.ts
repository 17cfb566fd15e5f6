import type { Cause, Facts, Rule } from './facts.ts';
import { noQplaneCall } from './rules/no-qplane-call.ts';
import { nothingToScan } from './rules/nothing-to-scan.ts';
import { payloadsElsewhere } from './rules/payloads-elsewhere.ts';
import { scanJobsFail } from './rules/scan-jobs-fail.ts';
import { scannerReadsElsewhere } from './rules/scanner-reads-elsewhere.ts';
import { scannerSilent } from './rules/scanner-silent.ts';
import { tokenRefused } from './rules/token-refused.ts';
import { uploadRefused } from './rules/upload-refused.ts';

/** In the order of the pipeline: what breaks earlier explains what is missing later. */
const rules: readonly Rule[] = [
  tokenRefused,
  noQplaneCall,
  payloadsElsewhere,
  nothingToScan,
  uploadRefused,
  scannerReadsElsewhere,
  scanJobsFail,
  scannerSilent,
];

/** The cause that explains a broken run best; undefined where no rule knows it. Ask only when something is broken. */
export function rootCause(facts: Facts): Cause | undefined {
  for (const rule of rules) {
    const cause = rule(facts);
    if (cause !== undefined) return cause;
  }
  return undefined;
}
