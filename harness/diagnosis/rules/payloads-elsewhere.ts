import { role } from '../../edge/hosts.ts';
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
  if (used.kind === 's3') return undefined;
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
    evidence: foreign
      .slice(0, 2)
      .map(({ method, host, path, requestBytes }) => `${method} https://${host}${path}, ${requestBytes} bytes`),
  };
}
