import { decodeBody } from '../decoding/decode-body.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { methodNotAllowed } from './errors.ts';
import { type Exchange, readBody, sendJson } from './exchange.ts';

/** Who is the caller, and may it: the one user there is may do everything. */
export async function answerReview(exchange: Exchange, type: ResourceType): Promise<void> {
  if (exchange.method !== 'POST') throw methodNotAllowed();
  const contentType = exchange.request.headers['content-type'] ?? '';
  const review = await decodeBody(await readBody(exchange), contentType, type, 'Warn', exchange.warnings);
  sendJson(exchange, 201, { metadata: {}, ...review, status: verdict(type.kind) });
}

function verdict(kind: string): unknown {
  if (kind === 'SelfSubjectReview') {
    return { userInfo: { username: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] } };
  }
  if (kind === 'SelfSubjectRulesReview') {
    return {
      resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
      incomplete: false,
    };
  }
  return { allowed: true };
}
