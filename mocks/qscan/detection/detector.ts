import type { BodySource } from '../../../harness/entities/body-source.ts';
import type { EntityType } from '../../../harness/entities/entity-type.ts';
import { bodyFields } from './fields/body-fields.ts';
import type { TextField } from './fields/text-field.ts';
import type { Finding } from './finding.ts';
import { fuse } from './fusion.ts';
import type { TokenClassifier } from './language/token-classifier.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { DigitGroups } from './recognisers/digit-groups.ts';
import { patternRecognisers } from './recognisers/pattern-recognisers.ts';
import type { ScorePart } from './score-part.ts';
import type { Span } from './span.ts';
import { valueHash } from './value-hash.ts';

export interface Body {
  readonly text: string;
  /** As the header has it; undefined where there is none. */
  readonly contentType: string | undefined;
  readonly source: BodySource;
}

export interface Detection {
  readonly findings: readonly DetectedFinding[];
  /** Undefined: the whole body was read. Else the limit that ended the reading, in a few words. */
  readonly incomplete: string | undefined;
}

/** A finding, with a way to its value for the one document that may hold it. The getter keeps it out of logs and JSON. */
export interface DetectedFinding extends Finding {
  /** In the decoded text of the field: UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
  value(): string;
  /** What the score is the sum of. */
  explain(): readonly ScorePart[];
}

export interface DetectorOptions {
  /** Finds the types that need language; undefined: patterns only. */
  readonly classifier: TokenClassifier | undefined;
  readonly limits?: Limits;
  /** Types to look for; the default is all. */
  readonly types?: ReadonlySet<EntityType>;
}

/** Finds personal data in a body. Never throws for what a body holds: broken or hurtful input ends in a verdict. */
export async function detect(body: Body, options: DetectorOptions): Promise<Detection> {
  const { classifier, limits = defaultLimits, types } = options;
  const { fields, incomplete } = await bodyFields(body.text, body.contentType, limits);
  const isAsked = classifier !== undefined && (types === undefined || !types.isDisjointFrom(classifier.types));
  const language = isAsked ? await classifier.classify(fields, limits.wordPieces) : undefined;
  const cut = language?.isCut ? `of more than ${limits.wordPieces} word pieces for the model` : undefined;
  const findings: DetectedFinding[] = [];
  for (const [index, field] of fields.entries()) {
    const found = spansIn(field, language?.spans[index]);
    if (found.length === 0) continue;
    const spans = fuse(found);
    const wanted = types === undefined ? spans : spans.filter(({ type }) => types.has(type));
    for (const span of wanted) {
      if (findings.length === limits.findings)
        return { findings, incomplete: `of more than ${limits.findings} findings` };
      findings.push(finding(field, span, body.source));
    }
  }
  return { findings, incomplete: incomplete ?? cut };
}

/** What no value with a pattern can do without: most fields are passed over by one look. */
const mayHoldPattern = /\d.*?\d|@/s;

/** Spans of language, and those with a pattern behind them. */
function spansIn(field: TextField, language: readonly Span[] = []): readonly Span[] {
  if (!mayHoldPattern.test(field.text)) return language;
  const groups = new DigitGroups(field.text);
  const spans = [...language];
  for (const { recognise, leastDigits } of patternRecognisers) {
    if (groups.total >= leastDigits) for (const span of recognise(field, groups)) spans.push(span);
  }
  return spans;
}

function finding(field: TextField, span: Span, source: BodySource): DetectedFinding {
  const { type, score, start, end } = span;
  const value = field.text.slice(start, end);
  const explain = () => span.explain?.() ?? [];
  return {
    type,
    score,
    source,
    path: field.path(),
    valueHash: valueHash(value),
    start,
    end,
    value: () => value,
    explain,
  };
}
