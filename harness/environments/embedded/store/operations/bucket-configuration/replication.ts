import { randomUUID } from 'node:crypto';
import { S3Error } from '../../errors/s3-error.ts';
import { type ConfigurationKind, child, children, textOf } from './configuration-kind.ts';
import { any, elements, maybe, one, some, text, whole } from './xml-shape.ts';

const status = one(text('Enabled', 'Disabled'));
const switched = elements({ Status: status });
const tag = elements({ Key: one(text()), Value: one(text()) });
const minutes = elements({ Minutes: one(whole) });

/** Source: S3 API reference, "PutBucketReplication". */
export const replication: ConfigurationKind = {
  subresource: 'replication',
  root: 'ReplicationConfiguration',
  shape: elements({
    Role: one(text()),
    Rule: some(
      elements({
        ID: maybe(text()),
        Priority: maybe(whole),
        Prefix: maybe(text()),
        Filter: maybe(
          elements({
            Prefix: maybe(text()),
            Tag: maybe(tag),
            And: maybe(elements({ Prefix: maybe(text()), Tag: any(tag) })),
          }),
        ),
        Status: status,
        SourceSelectionCriteria: maybe(
          elements({ SseKmsEncryptedObjects: maybe(switched), ReplicaModifications: maybe(switched) }),
        ),
        ExistingObjectReplication: maybe(switched),
        Destination: one(
          elements({
            Bucket: one(text()),
            Account: maybe(text()),
            StorageClass: maybe(text()),
            AccessControlTranslation: maybe(elements({ Owner: one(text('Destination')) })),
            EncryptionConfiguration: maybe(elements({ ReplicaKmsKeyID: maybe(text()) })),
            ReplicationTime: maybe(elements({ Status: status, Time: one(minutes) })),
            Metrics: maybe(elements({ Status: status, EventThreshold: maybe(minutes) })),
          }),
        ),
        DeleteMarkerReplication: maybe(switched),
      }),
    ),
  }),
  absent: 'ReplicationConfigurationNotFoundError',
  stored: 200,
  check(document, { bucket, storage }) {
    const refuse = (message: string) => new S3Error('InvalidRequest', { message });
    const versioned = (name: string) =>
      textOf(storage.bucket(name)?.configurations.get('versioning'), 'Status') === 'Enabled';
    if (!versioned(bucket.name))
      throw refuse("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
    const rules = children(document, 'Rule').map((rule) => {
      const target = (textOf(child(rule, 'Destination'), 'Bucket') ?? '').replace('arn:aws:s3:::', '');
      if (storage.bucket(target) === undefined) throw refuse('Destination bucket must exist.');
      if (!versioned(target)) throw refuse('Destination bucket must have versioning enabled.');
      return rule.ID === undefined ? { ID: randomUUID(), ...rule } : rule;
    });
    return { Role: document.Role, Rule: rules };
  },
};
