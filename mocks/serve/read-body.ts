import type { EdgeRequest } from '../../harness/edge/edge-route.ts';

/** A request's body; `too-large` once it passes `limit` bytes, `broken` when the client breaks off. */
export async function readBody(request: EdgeRequest, limit: number): Promise<Buffer | 'too-large' | 'broken'> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
    }
  } catch {
    return 'broken';
  }
  return length > limit ? 'too-large' : Buffer.concat(chunks);
}
