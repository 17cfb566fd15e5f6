import type { CaptureLevel, HttpCaptureSettings } from '../../../harness/snapshot/snapshot.ts';
import { errorText, type Log } from '../log.ts';
import type { ArtifactWriter } from '../stores/artifact-writer.ts';
import type { CapturedExchange, Plugin } from './captured-exchange.ts';
import { httpTransaction, httpTransactionText } from './http-transaction.ts';
import { type FieldLookup, parseRule, type Rule } from './rule.ts';

export interface HttpCaptureOptions {
  readonly settings: HttpCaptureSettings;
  readonly writer: ArtifactWriter;
  readonly log: Log;
}

interface ParsedRule {
  readonly matches: Rule;
  readonly level: CaptureLevel | undefined;
  readonly format: string | undefined;
}

/** Stores every exchange at the level that its first matching rule asks for (reference, qtap-plugins.md section 2). */
export class HttpCapturePlugin implements Plugin {
  readonly #options: HttpCaptureOptions;
  readonly #rules: ParsedRule[];

  constructor(options: HttpCaptureOptions) {
    this.#options = options;
    this.#rules = options.settings.rules.flatMap(({ name, expr, level, format }) => {
      try {
        return { matches: parseRule(expr), level, format };
      } catch (error) {
        options.log.error('error parsing log rule', { rule: name, error: errorText(error) });
        return [];
      }
    });
  }

  handle(exchange: CapturedExchange): void {
    const { settings, writer, log } = this.#options;
    const rule = this.#rules.find(({ matches }) => matches(fieldOf(exchange)));
    const level = rule?.level ?? settings.level;
    const format = rule?.format ?? settings.format;
    if (level === 'none') return;
    if (format !== 'json' && format !== 'text') {
      log.error('unknown output format', { format });
      return;
    }
    const write = format === 'json' ? httpTransaction : httpTransactionText;
    log.debug('saving HTTP transaction to object store', { request_id: exchange.requestId });
    writer.write({
      type: 'http_transaction',
      bytes: write(exchange, level, new Date()),
      contentType: format === 'json' ? 'application/json' : 'text/plain',
      requestId: exchange.requestId,
      connectionId: exchange.connectionId,
      endpointId: exchange.endpointId,
      tags: exchange.process.tags,
      summary: summaryOf(exchange),
    });
  }
}

/** Keys of the record's summary, each only if known, `response_status` always (reference, artifacts.md section 5). */
function summaryOf(exchange: CapturedExchange): Record<string, string | number> {
  const { process } = exchange;
  const known: Readonly<Record<string, string | number | undefined>> = {
    duration_ms: Math.round(exchange.duration),
    direction: exchange.direction,
    process_exe: process.exe,
    container_name: process.container,
    container_image: process.image,
    pod_name: process.pod,
    pod_namespace: process.namespace,
    connection_id: exchange.connectionId,
    request_method: exchange.method,
    request_scheme: exchange.scheme,
    request_host: exchange.authority,
    request_protocol: 'http1',
    request_content_type: exchange.requestHeaders.get('content-type'),
    response_content_type: exchange.responseHeaders.get('content-type'),
  };
  const summary: Record<string, string | number> = { response_status: exchange.status ?? 422 };
  for (const [key, value] of Object.entries(known)) if (value) summary[key] = value;
  return summary;
}

function fieldOf(exchange: CapturedExchange): FieldLookup {
  return (name) => {
    const [, side, header] = /^http\.(req|res)\.headers\.(.+)$/.exec(name) ?? [];
    if (header !== undefined) return (side === 'req' ? exchange.requestHeaders : exchange.responseHeaders).get(header);
    switch (name) {
      case 'http.req.method':
        return exchange.method;
      case 'http.req.path':
        return exchange.path;
      case 'http.req.scheme':
        return exchange.scheme;
      case 'http.req.url':
        return exchange.address?.url;
      case 'http.req.host':
        return exchange.authority;
      case 'http.res.status':
        return exchange.status;
      default:
        return undefined;
    }
  };
}
