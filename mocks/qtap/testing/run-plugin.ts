import { readSnapshot } from '../../../harness/snapshot/read-snapshot.ts';
import { createLog } from '../log.ts';
import type { CapturedExchange } from '../plugins/captured-exchange.ts';
import { createPlugin } from '../plugins/create-plugin.ts';
import { discardEvents, type Event } from '../pulse/event-sink.ts';
import { QscanMetrics } from '../status/qscan-metrics.ts';
import { ArtifactWriter } from '../stores/artifact-writer.ts';
import type { StoredBytes } from '../stores/object-store.ts';
import type { LogLine } from './test-node.ts';

/** Runs one plugin of a snapshot over exchanges; answers with what it stored, sent and logged. */
export async function runPlugin(
  config: string,
  exchanges: readonly CapturedExchange[],
  { draw = () => 0, hasStore = true }: { readonly draw?: () => number; readonly hasStore?: boolean } = {},
) {
  const stored: StoredBytes[] = [];
  const entries: LogLine[] = [];
  const events: Event[] = [];
  const log = createLog({ level: 'debug', encoding: 'json', write: (line) => entries.push(JSON.parse(line)) });
  const metrics = new QscanMetrics();
  const store = {
    put: async (object: StoredBytes) => {
      stored.push(object);
      return undefined;
    },
  };
  const writer = new ArtifactWriter({ store, events: discardEvents, log });
  const snapshot = readSnapshot(`stacks: {s: {plugins: [${config}]}}`, { file: 'test' });
  const [settings] = snapshot.stacks.get('s')?.plugins ?? [];
  const plugin =
    settings &&
    createPlugin(settings, {
      log,
      metrics,
      draw,
      now: () => 0,
      print: () => {},
      events: { ...discardEvents, send: (event) => events.push(event) },
      writers: new Map(hasStore ? [['', writer]] : []),
    });
  for (const each of exchanges) plugin?.handle(each);
  await writer.idle();
  return { stored, events, entries, lines: entries.map(({ msg }) => msg), metrics: metrics.render() };
}
