import { entityTypes } from '../../../harness/entities/entity-type.ts';
import type { EnvironmentModel } from './environment-model.ts';

/** Which bucket the guide is followed with; the defaults are those of `fixtures/`. */
interface GuideOptions {
  readonly bucket?: string;
  readonly region?: string;
}

/** An environment once the setup guide is followed: own bucket first, `qscan` in the stack (reference, deployment.md, steps 3 and 6). */
export function guideEnvironment(options: GuideOptions = {}): EnvironmentModel<'scan'> {
  const { bucket = 'acme-qpoint-artifacts', region = 'eu-central-1' } = options;
  const endpoint = `s3.${region}.amazonaws.com`;
  return {
    services: {
      eventStores: [{ id: 'pulse', type: 'pulse', token: { type: 'env', value: 'REGISTRATION_TOKEN' } }],
      objectStores: [
        {
          ...{ id: 'artifacts', type: 's3', endpoint, bucket, region },
          accessUrl: `https://${bucket}.${endpoint}/{{DIGEST}}`,
          keys: {
            accessKey: { type: 'env', value: 'AWS_ACCESS_KEY_ID' },
            secretKey: { type: 'env', value: 'AWS_SECRET_ACCESS_KEY' },
          },
        },
      ],
    },
    stacks: {
      scan: [
        { type: 'report_usage' },
        {
          ...{ type: 'qscan', sampleBaseline: 10, sampleRate: 0.1, cacheTtl: '24h', recordDocument: false },
          monitors: entityTypes.map((type) => ({ type, recordValue: false })),
        },
      ],
    },
    tap: { direction: 'egress', ignoreLoopback: true, stacks: { http: 'scan' } },
  };
}
