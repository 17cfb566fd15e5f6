import { hash } from 'node:crypto';
import type { EntityType } from '../entities/entity-type.ts';
import type { TrafficPlan } from '../traffic/traffic-plan.ts';
import type { Finding } from './evidence.ts';
import { valueForms } from './value-forms.ts';

/** Reported hashes of one type that are found by trying all values that there are. */
export interface GuessableHashes {
  readonly type: EntityType;
  /** Findings whose hash is an unsalted SHA-256 of the planted value. */
  readonly count: number;
  /** Values to try. */
  readonly space: number;
  /** To try all of them once, for every finding of the type at once. */
  readonly seconds: number;
}

/** Unsalted SHA-256 that one graphics card tries in a second (hashcat's benchmark of mode 1400 on an RTX 4090: 2.2e10). */
export const triesPerSecond = 1e10;

/**
 * How many values of a type there are to try. Names are tried from lists, which anybody can download, so these count what
 * stands in them. Left out are mailboxes and streets with their house numbers: no list holds most of them.
 */
const spaces: Partial<Record<EntityType, number>> = {
  // Areas 001 to 899 without 666, groups 01 to 99, serials 0001 to 9999 (Social Security Administration).
  US_SSN: 898 * 99 * 9999,
  // Every country's numbers in a handful of spellings; North America has 800 x 800 x 10,000.
  PHONE_NUMBER: 1e12,
  // Sixteen digits: six of some 10,000 issuers, nine of the account, a check digit.
  CREDIT_CARD: 1e9 * 1e4,
  // Seventeen digits; most banks give out twelve or fewer, which is a hundred seconds.
  US_BANK_NUMBER: 1e17,
  // A letter and fourteen digits in the state with the longest ones, seven or eight in most.
  US_DRIVER_LICENSE: 26 * 1e14,
  // Given names and surnames of the census: 5,000 and 160,000.
  PERSON: 5000 * 160_000,
  // Places of the census.
  LOCATION: 32_000,
};

/**
 * Which of the reported hashes give their values away: those that equal a plain SHA-256 of a value that was planted, so that
 * nobody else's secret goes into them, of a type with few enough values to try. A type whose values would take longer than a
 * year is left out. Catalogue: `hash-guessable`.
 */
export function guessableHashes(plan: TrafficPlan, findings: readonly Finding[]): GuessableHashes[] {
  const reported = Map.groupBy(findings, ({ valueHash }) => valueHash);
  const counts = new Map<EntityType, Set<Finding>>();
  for (const { type, value } of plan.exchanges.flatMap(({ planted }) => planted)) {
    for (const text of new Set(valueForms(value).map(([, form]) => form))) {
      for (const finding of reported.get(hash('sha256', text)) ?? []) {
        const known = counts.get(type) ?? new Set();
        counts.set(type, known.add(finding));
      }
    }
  }
  return [...counts].flatMap(([type, { size: count }]) => {
    const space = spaces[type];
    const seconds = (space ?? Number.POSITIVE_INFINITY) / triesPerSecond;
    return space !== undefined && seconds < year ? [{ type, count, space, seconds }] : [];
  });
}

const year = 365 * 86_400;
