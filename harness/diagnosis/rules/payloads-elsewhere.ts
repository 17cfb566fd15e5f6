import { role } from '../../edge/hosts.ts';
import { type Cause, exchangesOf, type Facts } from '../facts.ts';

/** Qtap stores artifacts with somebody else, because the store in force is not the user's own (reference, qplane.md section 4). */
export function payloadsElsewhere(facts: Facts): Cause | undefined {
  const [first] = facts.snapshot.objectStores;
  const own = facts.snapshot.objectStores.findIndex(({ kind }) => kind === 's3');
  const foreign = exchangesOf(facts, 'qtap').filter(({ host }) => role(host) === 'qpoint-storage');
  const hosts = [...new Set(foreign.map(({ host }) => host))];
  if (first === undefined) {
    return {
      sentence: 'Nothing is stored: the snapshot lists no object store.',
      positions: [facts.snapshot.locate(['services', 'object_stores'])],
      evidence: [],
    };
  }
  if (first.kind === 's3') return undefined;
  const second = own > 0 ? `, and your bucket is entry ${own + 1} of object_stores` : '';
  const where: Record<typeof first.kind, string> = {
    qpoint: `land in Qpoint's cloud (${hosts.join(', ') || 'warehouse.qpoint.io'})`,
    console: `are printed to Qtap's log (store type "${first.type}" is none that Qtap knows as a bucket)`,
    otel: 'go to the OpenTelemetry endpoint',
    disabled: 'are stored nowhere (the store is disabled)',
  };
  return {
    sentence: `Payloads ${where[first.kind]}: the first object store is the one in force${second}.`,
    positions: [first.at, ...facts.snapshot.objectStores.slice(own, own + 1).map(({ at }) => at)],
    evidence: foreign
      .slice(0, 2)
      .map(({ method, host, path, requestBytes }) => `${method} https://${host}${path}, ${requestBytes} bytes`),
  };
}
