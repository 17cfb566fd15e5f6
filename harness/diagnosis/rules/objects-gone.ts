import { role } from '../../edge/hosts.ts';
import { type Cause, exchangesOf, type Facts } from '../facts.ts';

/** Objects that Qtap stored were not there any more when QScan came for them. */
export function objectsGone(facts: Facts): Cause | undefined {
  const ok = 200;
  const stored = new Set(
    exchangesOf(facts, 'qtap').flatMap(({ host, method, status, path }) =>
      role(host) === 'object-store' && method === 'PUT' && status === ok ? [keyIn(path)] : [],
    ),
  );
  const gone = facts.evidence.reports.filter(
    ({ error, digest }) => error !== undefined && /\bNoSuchKey\b|\b404\b/.test(error) && stored.has(digest),
  );
  const [first] = gone;
  if (first === undefined) return undefined;
  return {
    sentence: `${gone.length} of ${facts.evidence.reports.length} objects were gone when QScan came for them (404), though Qtap had stored them: look for a lifecycle rule of the bucket, or for who deletes there.`,
    positions: [],
    evidence: [`job report: ${first.error}`],
  };
}

function keyIn(path: string): string {
  return path.split('?')[0]?.split('/').at(-1) ?? '';
}
