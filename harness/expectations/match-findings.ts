import { hash } from 'node:crypto';
import type { EntityType } from '../entities/entity-type.ts';
import type { PlannedExchange, PlantedValue } from '../traffic/traffic-plan.ts';
import type { Evidence, Finding } from './evidence.ts';
import { matchScanInputs } from './match-scan-inputs.ts';
import { valueForms } from './value-forms.ts';

/** A planted value that no finding matches in type, source, path and hash, and the nearest thing to it. */
export interface Miss {
  readonly planted: PlantedValue;
  readonly exchange: PlannedExchange;
  readonly nearest: 'not reported' | 'other type' | 'other path' | 'other source' | 'other text';
}

export interface MatchedFindings {
  readonly found: readonly PlantedValue[];
  readonly missed: readonly Miss[];
  /** Findings of no planted value, each once. */
  readonly extra: readonly Finding[];
  /** Findings of an exchange that the plan does not know. */
  readonly foreign: readonly Finding[];
  /** How often each spelling of `valueForms` was the one that was hashed. */
  readonly forms: ReadonlyMap<string, number>;
}

type FindingEvidence = Pick<Evidence, 'plan' | 'decisions' | 'objects' | 'reports'>;

/** Matches findings to the planted values of sampled exchanges, one by one; a finding that came twice counts once. */
export function matchFindings(evidence: FindingEvidence, monitored: ReadonlySet<string>): MatchedFindings {
  const { plan, decisions } = evidence;
  const { byExchange, foreign } = findingsByExchange(evidence);
  const found: PlantedValue[] = [];
  const missed: Miss[] = [];
  const extra: Finding[] = [];
  const forms = new Map<string, number>();
  for (const [index, exchange] of plan.exchanges.entries()) {
    const findings = byExchange.get(exchange) ?? new Map<string, Finding>();
    if (!decisions[index]?.sampled) {
      extra.push(...findings.values());
      continue;
    }
    const left = new Map(findings);
    for (const planted of exchange.planted) {
      if (!monitored.has(planted.type)) continue;
      const form = valueForms(planted.value).find(([, text]) => left.delete(keyOf(planted, sha256(text))));
      if (form) {
        found.push(planted);
        forms.set(form[0], (forms.get(form[0]) ?? 0) + 1);
      } else missed.push({ planted, exchange, nearest: nearestTo(planted, [...findings.values()]) });
    }
    extra.push(...left.values());
  }
  return { found, missed, extra, foreign, forms };
}

function findingsByExchange({ plan, objects, reports }: FindingEvidence) {
  const byId = new Map(plan.exchanges.map((exchange) => [exchange.id, exchange]));
  const byDigest = new Map<string, PlannedExchange>();
  const byRequest = new Map<string, PlannedExchange>();
  for (const { object, content, exchange } of matchScanInputs(objects, plan)) {
    if (content.kind !== 'scan-input' || !exchange) continue;
    byDigest.set(object.key, exchange);
    if (content.requestId !== '') byRequest.set(content.requestId, exchange);
  }
  const byExchange = new Map<PlannedExchange, Map<string, Finding>>();
  const foreign: Finding[] = [];
  for (const { digest, findings } of reports) {
    for (const finding of findings) {
      const { requestId } = finding;
      const exchange = byDigest.get(digest) ?? byRequest.get(requestId) ?? byId.get(requestId);
      if (!exchange) {
        foreign.push(finding);
        continue;
      }
      const known = byExchange.get(exchange) ?? new Map<string, Finding>();
      byExchange.set(exchange, known.set(keyOfFinding(finding), finding));
    }
  }
  return { byExchange, foreign };
}

function nearestTo(planted: PlantedValue, findings: readonly Finding[]): Miss['nearest'] {
  const hashes = new Set(valueForms(planted.value).map(([, text]) => sha256(text)));
  const same = findings.filter(({ valueHash }) => hashes.has(valueHash));
  if (same.some(({ entityType }) => entityType !== planted.type)) return 'other type';
  if (same.some(({ source }) => source !== planted.source)) return 'other source';
  if (same.length > 0) return 'other path';
  const beside = findings.some(
    ({ entityType, fieldPath }) => entityType === planted.type && fieldPath === planted.path,
  );
  return beside ? 'other text' : 'not reported';
}

function keyOf(
  { type, source, path }: Pick<PlantedValue, 'source' | 'path'> & { type: EntityType },
  valueHash: string,
) {
  return [type, source, path, valueHash].join('\n');
}

function keyOfFinding({ entityType, source, fieldPath, valueHash }: Finding): string {
  return [entityType, source, fieldPath, valueHash].join('\n');
}

function sha256(text: string): string {
  return hash('sha256', text);
}
