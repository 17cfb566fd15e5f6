import type { Plugin as PluginSettings } from '../../../harness/snapshot/snapshot.ts';
import type { Log } from '../log.ts';
import type { EventSink } from '../pulse/event-sink.ts';
import type { ArtifactWriter } from '../stores/artifact-writer.ts';
import { AccessLogsPlugin } from './access-logs.ts';
import type { Plugin } from './captured-exchange.ts';
import { DetectErrorsPlugin } from './detect-errors.ts';
import { HttpCapturePlugin } from './http-capture.ts';
import { type QscanOptions, QscanPlugin } from './qscan.ts';
import { ReportUsagePlugin } from './report-usage.ts';

export interface PluginContext extends Pick<QscanOptions, 'now' | 'draw' | 'metrics'> {
  readonly log: Log;
  readonly print: (text: string) => void;
  /** Of the default event store. */
  readonly events: EventSink;
  /** By id of the object store; the default one also under the empty id. */
  readonly writers: ReadonlyMap<string, ArtifactWriter>;
}

/** Makes the plugin that the snapshot describes; undefined, with a line, for one that does not run. */
export function createPlugin(plugin: PluginSettings, context: PluginContext): Plugin | undefined {
  const { log, print, events, writers } = context;
  if (plugin.kind === 'other') {
    if (plugin.type === 'report_usage') return new ReportUsagePlugin(events);
    if (plugin.known) log.warn('the stand-in has no such plugin and does without', { plugin: plugin.type });
    else log.error('plugin not found', { plugin: plugin.type });
    return undefined;
  }
  if (plugin.decoded.error !== undefined) {
    // Where http_capture goes on with its defaults, its level is `none`, which comes to the same.
    log.error('error decoding config', { plugin: plugin.type, error: plugin.decoded.error });
    return undefined;
  }
  switch (plugin.kind) {
    case 'qscan': {
      const { settings } = plugin.decoded;
      return new QscanPlugin({ ...context, settings, writer: writers.get(settings.objectStoreId) });
    }
    case 'http_capture': {
      const { settings } = plugin.decoded;
      if (settings.hasOldLevelName) log.warn('level "details" is deprecated, use "headers"', { plugin: plugin.type });
      if (settings.objectStore.disabled) return undefined;
      const writer = writers.get(settings.objectStore.id);
      if (writer !== undefined) return new HttpCapturePlugin({ settings, writer, log });
      log.error('failed to get object store', { plugin: plugin.type, id: settings.objectStore.id });
      return undefined;
    }
    case 'access_logs':
      return new AccessLogsPlugin(plugin.decoded.settings, print);
    case 'detect_errors':
      return new DetectErrorsPlugin({ settings: plugin.decoded.settings, events, writer: writers.get(''), log });
  }
}
