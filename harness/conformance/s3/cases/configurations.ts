import type { ConformanceGroup } from '../../conformance-suite.ts';
import type { S3Case } from '../call.ts';
import { call, calls } from '../call.ts';
import { createMain, creation } from '../create-main.ts';
import type { RequestSpec } from '../request-spec.ts';
import type { S3Target } from '../s3-target.ts';

const put = (subresource: string, body: string, headers: Readonly<Record<string, string>> = {}): RequestSpec => ({
  method: 'PUT',
  query: { [subresource]: '' },
  md5: true,
  body,
  headers,
});

/** A configuration that is put, read, taken away and read again. */
function life(subresource: string, body: string): S3Case[] {
  const query = { [subresource]: '' };
  return [
    call(`${subresource}, before`, { query }),
    calls(`${subresource}, put and get`, put(subresource, body), { query }),
    calls(`${subresource}, delete`, { method: 'DELETE', query }, { query }),
    call(`${subresource}, of no bucket`, { bucket: 'none', query }),
    call(`${subresource}, broken`, put(subresource, body.slice(0, -3))),
    call(`${subresource}, another document`, put(subresource, '<Other/>')),
    call(`${subresource}, nothing`, put(subresource, '')),
  ];
}

export const configurations: ConformanceGroup<S3Target> = {
  name: 'configurations',
  cases: [
    createMain,
    call('make another bucket', creation('logs')),
    ...life(
      'lifecycle',
      '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>expire</ID><Filter><Prefix>tmp/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>7</Days></Expiration></Rule><Rule><ID>rest</ID><Filter><And><Prefix>a/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter><Status>Disabled</Status><Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition><NoncurrentVersionExpiration><NoncurrentDays>3</NoncurrentDays></NoncurrentVersionExpiration><AbortIncompleteMultipartUpload><DaysAfterInitiation>2</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>',
    ),
    ...life(
      'cors',
      '<CORSConfiguration><CORSRule><ID>web</ID><AllowedOrigin>https://*.example.com</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader><ExposeHeader>etag</ExposeHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule></CORSConfiguration>',
    ),
    ...life(
      'encryption',
      '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>',
    ),
    ...life(
      'website',
      '<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>error.html</Key></ErrorDocument></WebsiteConfiguration>',
    ),
    ...life(
      'ownershipControls',
      '<OwnershipControls><Rule><ObjectOwnership>BucketOwnerPreferred</ObjectOwnership></Rule></OwnershipControls>',
    ),
    ...life(
      'publicAccessBlock',
      '<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>false</IgnorePublicAcls></PublicAccessBlockConfiguration>',
    ),
    calls(
      'accelerate',
      { query: { accelerate: '' } },
      put('accelerate', '<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>'),
      { query: { accelerate: '' } },
    ),
    call(
      'accelerate, a status that is none',
      put('accelerate', '<AccelerateConfiguration><Status>On</Status></AccelerateConfiguration>'),
    ),
    calls(
      'requestPayment',
      { query: { requestPayment: '' } },
      put('requestPayment', '<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>'),
      { query: { requestPayment: '' } },
    ),
    call(
      'requestPayment, a payer that is none',
      put('requestPayment', '<RequestPaymentConfiguration><Payer>Me</Payer></RequestPaymentConfiguration>'),
    ),
    calls(
      'logging',
      { query: { logging: '' } },
      put(
        'logging',
        '<BucketLoggingStatus><LoggingEnabled><TargetBucket>{prefix}logs</TargetBucket><TargetPrefix>l/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>',
      ),
      { query: { logging: '' } },
      put('logging', '<BucketLoggingStatus/>'),
      { query: { logging: '' } },
    ),
    call(
      'logging, to no bucket',
      put(
        'logging',
        '<BucketLoggingStatus><LoggingEnabled><TargetBucket>{prefix}none</TargetBucket><TargetPrefix>l/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>',
      ),
    ),
    calls(
      'notification',
      { query: { notification: '' } },
      put('notification', '<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>'),
      { query: { notification: '' } },
      put('notification', '<NotificationConfiguration/>'),
      { query: { notification: '' } },
    ),
    call(
      'notification, to a queue that is none',
      put(
        'notification',
        '<NotificationConfiguration><QueueConfiguration><Id>q</Id><Queue>arn:aws:sqs:{region}:000000000000:none</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration></NotificationConfiguration>',
      ),
    ),
    call('replication, before', { query: { replication: '' } }),
    call(
      'replication, without versions',
      put(
        'replication',
        '<ReplicationConfiguration><Role>arn:aws:iam::000000000000:role/r</Role><Rule><Status>Enabled</Status><Priority>1</Priority><DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication><Filter><Prefix></Prefix></Filter><Destination><Bucket>arn:aws:s3:::{prefix}logs</Bucket></Destination></Rule></ReplicationConfiguration>',
      ),
    ),
    call('replication, delete', { method: 'DELETE', query: { replication: '' } }),
    call('object lock, before', { query: { 'object-lock': '' } }),
    call('lifecycle without a digest', { ...put('lifecycle', '<LifecycleConfiguration/>'), md5: false }),
    call('cors without a digest', { ...put('cors', '<CORSConfiguration/>'), md5: false }),
  ],
};
