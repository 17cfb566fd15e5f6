import type { DetectErrorsRule, DetectErrorsSettings, RecordedPart } from '../../../harness/snapshot/snapshot.ts';
import type { Log } from '../log.ts';
import type { EventSink } from '../pulse/event-sink.ts';
import { timestamp } from '../pulse/timestamp.ts';
import type { ArtifactWriter } from '../stores/artifact-writer.ts';
import { unknowns } from '../unknowns.ts';
import type { CapturedExchange, Plugin } from './captured-exchange.ts';
import { type FiredTrigger, firedTriggers } from './error-rule.ts';
import { goJson } from './go-json.ts';

export interface DetectErrorsOptions {
  readonly settings: DetectErrorsSettings;
  readonly events: EventSink;
  /** The default store's; undefined where it is missing. */
  readonly writer: ArtifactWriter | undefined;
  readonly log: Log;
}

/** Reports exchanges that a rule finds faulty, and stores what the rules ask for (reference, qtap-plugins.md section 4). */
export class DetectErrorsPlugin implements Plugin {
  readonly #options: DetectErrorsOptions;

  constructor(options: DetectErrorsOptions) {
    this.#options = options;
  }

  handle(exchange: CapturedExchange): void {
    const { settings } = this.#options;
    const fired = settings.rules.flatMap((rule) => {
      const triggers = firedTriggers(rule, exchange);
      return triggers === undefined ? [] : [{ rule, triggers }];
    });
    for (const { rule, triggers } of fired) if (rule.reportAsIssue) this.#report(rule, triggers, exchange);
    this.#record(new Set(fired.flatMap(({ rule }) => rule.record)), exchange);
  }

  #report({ name }: DetectErrorsRule, triggers: readonly FiredTrigger[], exchange: CapturedExchange): void {
    this.#options.events.send({
      case: 'issue',
      value: {
        timestamp: timestamp(exchange.startedAt),
        connectionId: exchange.connectionId,
        requestId: exchange.requestId,
        direction: exchange.direction,
        endpointId: exchange.endpointId,
        error: name,
        url: exchange.address?.url ?? '',
        path: exchange.path,
        method: exchange.method,
        status: exchange.status ?? unknowns.issueStatusWithoutResponse,
        tags: [...exchange.process.tags],
        triggers: triggers.map((trigger) => ({ plugin: 'detect_errors', ...trigger })),
      },
    });
  }

  /** Each part once, however many rules ask for it. */
  #record(parts: ReadonlySet<RecordedPart>, exchange: CapturedExchange): void {
    if (parts.size === 0) return;
    const { writer, log } = this.#options;
    if (writer === undefined) {
      log.error('failed to get object store', { plugin: 'detect_errors', request_id: exchange.requestId });
      return;
    }
    const { requestId, connectionId, endpointId, process } = exchange;
    for (const part of parts) {
      const content = contentOf(part, exchange);
      if (content.bytes.length === 0) continue;
      const record = { type: part, requestId, connectionId, endpointId, tags: process.tags, summary: {} };
      writer.write({ ...record, ...content });
    }
  }
}

function contentOf(part: RecordedPart, exchange: CapturedExchange): { bytes: Buffer; contentType: string } {
  const isRequest = part.startsWith('req-');
  const headers = isRequest ? exchange.requestHeaders : exchange.responseHeaders;
  if (part.endsWith('-headers')) return { bytes: Buffer.from(goJson(headers)), contentType: 'application/json' };
  const bytes = isRequest ? exchange.requestBody : exchange.responseBody;
  return { bytes, contentType: headers.get('content-type') || 'text/plain' };
}
