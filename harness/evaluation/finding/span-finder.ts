import { detect } from '../../../mocks/qscan/detection/detector.ts';
import {
  loadTokenClassifier,
  type ModelChoice,
} from '../../../mocks/qscan/detection/language/load-token-classifier.ts';
import { codePointsBefore } from '../code-points.ts';
import type { EntitySpan } from '../entity-span.ts';
import { placeFindings } from './place-findings.ts';

/** What a scanner made of a text. */
export interface FoundSpans {
  readonly spans: readonly EntitySpan[];
  /** Findings whose value the text does not spell as it was found; by type. */
  readonly unplaced: readonly EntitySpan['type'][];
  /** The limit that ended the reading; undefined: all was read. */
  readonly incomplete: string | undefined;
}

/** Finds what the stand-in QScan finds in a text, read as the body of a request without a content type. */
export interface SpanFinder extends AsyncDisposable {
  find(text: string): Promise<FoundSpans>;
}

/** Loads a model; the default is the stand-in's. */
export async function loadSpanFinder(model?: ModelChoice): Promise<SpanFinder> {
  const classifier = await loadTokenClassifier(model);
  return {
    async find(text) {
      const body = { text, contentType: undefined, source: 'request_body' } as const;
      const { findings, incomplete } = await detect(body, { classifier });
      const places = placeFindings(text, findings);
      const spans = findings.flatMap(({ type }, index): EntitySpan[] => {
        const place = places[index];
        if (place === undefined) return [];
        return [{ type, start: codePointsBefore(text, place.start), end: codePointsBefore(text, place.end) }];
      });
      return {
        spans,
        unplaced: findings.filter((_, at) => places[at] === undefined).map(({ type }) => type),
        incomplete,
      };
    },
    [Symbol.asyncDispose]: () => classifier[Symbol.asyncDispose](),
  };
}
