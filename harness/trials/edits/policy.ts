import type { PipelineAdditions } from '../../pipeline/pipeline.ts';

/** The statements of the guide's policy on the bucket. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** The agents' user with another policy than the guide's; `change` gets the guide's statements and the bucket's name. */
export function policy(
  change: (statements: readonly PolicyStatement[], bucket: string) => readonly PolicyStatement[],
): Pick<PipelineAdditions, 'store'> {
  return {
    store: (guide) => ({
      ...guide,
      policies: guide.policies.map(({ bucket, document }) => {
        const { Version, Statement } = JSON.parse(document) as { Version: string; Statement: PolicyStatement[] };
        return { bucket, document: JSON.stringify({ Version, Statement: change(Statement, bucket) }) };
      }),
    }),
  };
}
