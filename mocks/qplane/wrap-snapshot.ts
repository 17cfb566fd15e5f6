import { isMap, parseDocument } from 'yaml';

/**
 * A snapshot as `GET /deploy/config` gives it: with the top key `config` (reference, qplane.md section 3). One that has the
 * key, and one that is no YAML mapping, stay byte for byte; a file that starts one level lower is put under the key.
 */
export function wrapSnapshot(snapshot: string): string {
  const document = parseDocument(snapshot, { logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents) || document.has('config')) return snapshot;
  const lines = snapshot.replace(/^\uFEFF?(?:%.*\n|#.*\n|[ \t]*\n)*---[ \t]*(?:\n|(?=#))/, '').split('\n');
  return `config:\n${lines.map((line) => (line.trim() === '' ? line : `  ${line}`)).join('\n')}`;
}
