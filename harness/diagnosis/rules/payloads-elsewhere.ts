import type { Exchange } from '../../edge/exchange.ts';
import { role } from '../../edge/hosts.ts';
import type { ObjectStore, Snapshot } from '../../snapshot/snapshot.ts';
import { storeInForce } from '../../snapshot/store-in-force.ts';
import { type Cause, exchangesOf, type Facts } from '../facts.ts';

/** Qtap stores artifacts with somebody else, because the store in force is not the user's own (reference, qplane.md section 4). */
export function payloadsElsewhere(facts: Facts): Cause | undefined {
  const used = storeInForce(facts.snapshot);
  const own = facts.snapshot.objectStores.findIndex(({ kind }) => kind === 's3');
  const foreign = exchangesOf(facts, 'qtap').filter(({ host }) => role(host) === 'qpoint-storage');
  const hosts = [...new Set(foreign.map(({ host }) => host))];
  if (used === undefined) {
    return {
      sentence: 'Nothing is stored: the snapshot lists no object store, or none by the id that the qscan plugin names.',
      positions: [facts.snapshot.locate(['services', 'object_stores'])],
      evidence: [],
    };
  }
  if (used.kind === 's3') return elsewhereBesides(facts.snapshot, used, foreign);
  const second = own > 0 ? `, and your bucket is entry ${own + 1} of object_stores` : '';
  const why =
    used === facts.snapshot.objectStores[0]
      ? 'the first object store is the one in force'
      : 'the qscan plugin names that store';
  const where: Record<typeof used.kind, string> = {
    qpoint: `land in Qpoint's cloud (${hosts.join(', ') || 'warehouse.qpoint.io'})`,
    console: `are printed to Qtap's log (store type "${used.type}" is none that Qtap knows as a bucket)`,
    otel: 'go to the OpenTelemetry endpoint',
    disabled: 'are stored nowhere (the store is disabled)',
  };
  const unknown = facts.snapshot.remarks.filter(({ message }) => /knows no key "[^"]*store/.test(message));
  const ignored = unknown.map(({ message }) => `; ${message}`).join('');
  return {
    sentence: `Payloads ${where[used.kind]}: ${why}${second}${ignored}.`,
    positions: [
      ...unknown.map(({ at }) => at),
      used.at,
      ...facts.snapshot.objectStores.slice(own, own + 1).map(({ at }) => at),
    ],
    evidence: evidenceOf(foreign),
  };
}

/** The scan inputs have the user's bucket, yet payloads went to Qpoint's cloud as well. */
function elsewhereBesides(snapshot: Snapshot, used: ObjectStore, foreign: readonly Exchange[]): Cause | undefined {
  const uploads = foreign.filter(({ method, requestBytes }) => method === 'PUT' && requestBytes > 0);
  const [first] = uploads;
  if (first === undefined) return undefined;
  const plugins = snapshot.stacks.get(snapshot.tap.httpStack)?.plugins ?? [];
  const other = plugins.flatMap((plugin) => {
    if (plugin.kind !== 'http_capture' && plugin.kind !== 'detect_errors') return [];
    const id = plugin.kind === 'http_capture' ? (plugin.decoded.settings?.objectStore.id ?? '') : '';
    const store = id === '' ? snapshot.objectStores[0] : snapshot.objectStores.find((each) => each.id === id);
    return store?.kind === 'qpoint' ? [{ plugin, store }] : [];
  })[0];
  const why =
    other === undefined
      ? 'although the snapshot has your bucket: Qtap ran with an earlier config, it came before its object store was set'
      : `: ${other.plugin.type} stores in "${other.store.id}"`;
  return {
    sentence: `Payloads land in Qpoint's cloud (${first.host})${other === undefined ? ' ' : ''}${why}.`,
    positions: other === undefined ? [used.at] : [other.plugin.at, other.store.at],
    evidence: evidenceOf(uploads),
  };
}

function evidenceOf(exchanges: readonly Exchange[]): string[] {
  return exchanges
    .slice(0, 2)
    .map(({ method, host, path, requestBytes }) => `${method} https://${host}${path}, ${requestBytes} bytes`);
}
