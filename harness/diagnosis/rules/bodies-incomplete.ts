import type { StoredObject } from '../../expectations/evidence.ts';
import { recogniseObject } from '../../expectations/recognise-object.ts';
import { isScannable } from '../../sampling/is-scannable.ts';
import { agentContainer, type Cause, type Facts, variablePosition } from '../facts.ts';

/** Scan inputs hold less of a body than was sent: none of a binary type, no more than the buffer (reference, artifacts.md section 4). */
export function bodiesIncomplete(facts: Facts): Cause | undefined {
  const messages = facts.evidence.objects.flatMap(messagesOf).filter(({ kept, sent }) => kept < sent);
  const binary = messages.filter(({ contentType }) => !isScannable(contentType));
  if (binary.length > 0) {
    const types = [...new Set(binary.map(({ contentType }) => contentType))].sort();
    return {
      sentence: `Qtap never has bodies of these content types scanned, whatever is in them: ${types.join(', ')} (left out of sampled exchanges: ${binary.length}); send what is text with a type that says so.`,
      positions: [],
      evidence: [],
    };
  }
  if (messages.length === 0) return undefined;
  const qtap = agentContainer(facts, 'qtap');
  const size = qtap?.variables.get('HTTP_BUFFER_SIZE')?.value ?? '2mb, the default';
  const dropped = messages.filter(({ kept }) => kept === 0).length;
  const fate = dropped === messages.length ? 'dropped' : dropped === 0 ? 'cut' : 'cut or dropped';
  return {
    sentence: `Qtap takes no more of a body than HTTP_BUFFER_SIZE (${size}): ${messages.length === 1 ? '1 body of a sampled exchange was' : `${messages.length} bodies of sampled exchanges were`} ${fate}, so the rest is never scanned; raise HTTP_BUFFER_SIZE.`,
    positions: variablePosition(qtap, 'HTTP_BUFFER_SIZE'),
    evidence: [],
  };
}

interface Kept {
  readonly contentType: string;
  /** Bytes that the message says it has, and bytes that the scan input holds. */
  readonly sent: number;
  readonly kept: number;
}

/** Both messages of a scan input; one whose length says nothing of its text, since it is compressed, is left out. */
function messagesOf(object: StoredObject): Kept[] {
  if (recogniseObject(object).kind !== 'scan-input') return [];
  const document = JSON.parse(Buffer.from(object.bytes).toString()) as Record<string, unknown>;
  return [document.request, document.response].flatMap((message) => {
    const { headers = {}, body = '' } = (message ?? {}) as { headers?: Record<string, string>; body?: string };
    if (headers['content-encoding'] !== undefined) return [];
    const sent = Number(headers['content-length'] ?? 0);
    return [{ contentType: headers['content-type'] ?? '', sent, kept: Buffer.byteLength(body) }];
  });
}
