import type { EntityType } from '../../../harness/entities/entity-type.ts';
import { detect } from '../detection/detector.ts';
import type { TokenClassifier } from '../detection/language/token-classifier.ts';
import { decodeScanInput } from './scan-input.ts';
import type { RecordableFinding, ScanRequest, ScanResult } from './scan-messages.ts';

/** Scans both bodies of a stored exchange. Throws `ScanInputError` for an object that is none. Headers and URL are not scanned. */
export async function scanObject(
  { object, types, valuesOf }: Omit<ScanRequest, 'id'>,
  classifier: TokenClassifier | undefined,
): Promise<ScanResult> {
  const started = performance.now();
  const input = decodeScanInput(object);
  const options = { classifier, ...(types === undefined ? {} : { types: new Set<EntityType>(types) }) };
  const findings: RecordableFinding[] = [];
  const problems: string[] = [];
  for (const [source, message] of [
    ['request_body', input.request],
    ['response_body', input.response],
  ] as const) {
    if (message.body === undefined) continue;
    const detection = await detect({ text: message.body, contentType: message.contentType, source }, options);
    for (const { type, score, path, valueHash, value } of detection.findings) {
      findings.push({ type, score, source, path, valueHash, value: valuesOf.includes(type) ? value() : undefined });
    }
    if (detection.incomplete !== undefined) problems.push(`${source} is ${detection.incomplete}`);
  }
  return {
    method: input.method,
    path: URL.canParse(input.url) ? new URL(input.url).pathname : '',
    findings,
    incomplete: problems.length === 0 ? undefined : problems.join('; '),
    milliseconds: performance.now() - started,
  };
}
