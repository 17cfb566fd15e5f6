import type { AcceptedDifference } from '../../accepted-difference.ts';
import { against } from './against.ts';
import { api, errors, guide } from './amazons-pages.ts';

/** Configurations, policies and access control lists. */
export const configurationDifferences: readonly AcceptedDifference[] = [
  ...against('configurations', errors, '400 MalformedXML', '500 InternalError', [
    'lifecycle, broken',
    'lifecycle, another document',
    'cors, broken',
    'encryption, broken',
    'website, broken',
    'ownershipControls, broken',
    'publicAccessBlock, broken',
  ]),
  ...against('configurations', errors, '400 MalformedXML', 'takes it for an empty one', [
    'website, another document',
    'publicAccessBlock, another document',
  ]),
  ...against('configurations', errors, '400 MissingRequestBodyError', 'another error or none', [
    'lifecycle, nothing',
    'cors, nothing',
    'encryption, nothing',
    'website, nothing',
    'ownershipControls, nothing',
    'publicAccessBlock, nothing',
  ]),
  ...against('configurations', api('API_DeleteBucketEncryption'), 'SSE-S3 again', 'an empty document', [
    'encryption, delete',
  ]),
  ...against('configurations', api('API_PutBucketNotificationConfiguration'), '400, the queue must exist', 'keeps it', [
    'notification, to a queue that is none',
  ]),
  ...against(
    'configurations',
    api('API_PutBucketLifecycleConfiguration'),
    '400, a digest is required',
    'another error',
    ['lifecycle without a digest'],
  ),
  ...against('configurations', api('API_PutBucketCors'), '400, a digest is required', 'another error', [
    'cors without a digest',
  ]),
  ...against('configuration faults', guide('intro-lifecycle-rules'), 'refuses it', 'keeps it, or 500', [
    'lifecycle, no rule',
    'lifecycle, no status',
    'lifecycle, a status that is none',
    'lifecycle, filter and prefix',
    'lifecycle, no action',
    'lifecycle, no days',
    'lifecycle, 0 days',
    'lifecycle, days and date',
    'lifecycle, a class that is none',
    'lifecycle, a class too early',
    'lifecycle, expiration before transition',
    'lifecycle, a name twice',
    'lifecycle, a name of 256',
    'lifecycle, an element that nobody knows',
  ]),
  ...against(
    'configuration faults',
    guide('intro-lifecycle-rules'),
    'gives the date as it was sent',
    'gives it as Python prints it',
    ['lifecycle, a date not at midnight'],
  ),
  ...against('configuration faults', guide('ManageCorsUsing'), 'refuses it', 'keeps it, or 500', [
    'cors, no method',
    'cors, no origin',
    'cors, two stars',
  ]),
  ...against('configuration faults', api('API_PutPublicAccessBlock'), '400 MalformedXML', '500 InternalError', [
    'publicAccessBlock, a value that is none',
  ]),
  ...against('policies and lists', api('API_GetBucketPolicyStatus'), 'answers', '501', [
    'status of no policy',
    'policy, put and get',
  ]),
  ...against('policies and lists', guide('access-control-block-public-access'), '403 AccessDenied', 'takes it', [
    'policy for everybody',
    'public list where that is blocked',
  ]),
  ...against('policies and lists', guide('access-policy-language-overview'), '400 MalformedPolicy', 'keeps it', [
    'policy without a principal',
    'policy for nobody',
    'policy without a resource',
    'policy on another bucket',
    'policy of an action that is none',
    'policy of an object action on the bucket',
    'policy of an effect that is none',
    'policy of an element that is none',
    'policy of a version that is none',
  ]),
  ...against('policies and lists', guide('about-object-ownership'), '400 AccessControlListNotSupported', 'keeps it', [
    'list where none counts',
  ]),
  ...against('policies and lists', errors, '400 MalformedACLError', '500 InternalError', ['broken list']),
  ...against('policies and lists', guide('access-control-overview'), '403 AccessDenied', 'lets anybody in', [
    'nobody signed, bucket',
    'nobody signed, object',
    'nobody signed, put',
    'nobody signed, service',
  ]),
];
