import { S3Error } from '../../errors/s3-error.ts';
import { type ConfigurationKind, child, textOf } from './configuration-kind.ts';
import { elements, maybe, one, text } from './xml-shape.ts';

/** Source: S3 API reference, "PutBucketLogging". */
export const logging: ConfigurationKind = {
  subresource: 'logging',
  root: 'BucketLoggingStatus',
  shape: elements({
    LoggingEnabled: maybe(
      elements({
        TargetBucket: one(text()),
        TargetPrefix: one(text()),
        TargetObjectKeyFormat: maybe(
          elements({
            SimplePrefix: maybe(text('')),
            PartitionedPrefix: maybe(elements({ PartitionDateSource: maybe(text('EventTime', 'DeliveryTime')) })),
          }),
        ),
      }),
    ),
  }),
  absent: {},
  stored: 200,
  check(document, { bucket, storage }) {
    const name = textOf(child(document, 'LoggingEnabled'), 'TargetBucket');
    if (name === undefined) return document;
    const refuse = (message: string) =>
      new S3Error('InvalidTargetBucketForLogging', { message, fields: { TargetBucket: name } });
    const target = storage.bucket(name);
    if (target === undefined) throw refuse('The target bucket for logging does not exist');
    if (target.accountId !== bucket.accountId)
      throw refuse('The owner for the bucket to be logged and the target bucket must be the same.');
    if (target.region !== bucket.region) {
      throw new S3Error('CrossLocationLoggingProhibited', {
        fields: { TargetBucketLocation: target.region, SourceBucketLocation: bucket.region },
      });
    }
    return document;
  },
};
