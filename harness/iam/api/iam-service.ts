import type { Incoming, Outgoing } from '../../environments/embedded/store/http/incoming.ts';
import type { OtherServices } from '../../environments/embedded/store/other-services.ts';
import type { Iam } from '../iam.ts';

/**
 * The query APIs of IAM and STS over an identity management, for a store to hand requests to. `now` gives milliseconds since
 * the epoch. What answers is loaded with the first request: most runs never see one.
 */
export function iamService(iam: Iam, now: () => number = Date.now): OtherServices {
  return {
    names: new Set(['iam', 'sts']),
    async handle(request: Incoming, response: Outgoing): Promise<void> {
      const { answerQuery } = await import('./answer-query.ts');
      await answerQuery(iam, now, request, response);
    },
  };
}
