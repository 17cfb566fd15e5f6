import { randomBytes } from 'node:crypto';
import { S3Error } from '../../errors/s3-error.ts';
import type { XmlElements } from '../../http/xml.ts';
import { type ConfigurationKind, child, children, textOf } from './configuration-kind.ts';
import { any, date, elements, flag, maybe, one, some, text, whole } from './xml-shape.ts';

const storageClasses = [
  'GLACIER',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
] as const;
const afterThirtyDays: readonly string[] = ['STANDARD_IA', 'ONEZONE_IA'];
const longestId = 255;

const tag = elements({ Key: one(text()), Value: one(text()) });
const sizes = { ObjectSizeGreaterThan: maybe(whole), ObjectSizeLessThan: maybe(whole) };
const rule = elements({
  ID: maybe(text()),
  Prefix: maybe(text()),
  Filter: maybe(
    elements({
      Prefix: maybe(text()),
      Tag: maybe(tag),
      ...sizes,
      And: maybe(elements({ Prefix: maybe(text()), Tag: any(tag), ...sizes })),
    }),
  ),
  Status: one(text('Enabled', 'Disabled')),
  Transition: any(elements({ Days: maybe(whole), Date: maybe(date), StorageClass: one(text(...storageClasses)) })),
  Expiration: maybe(elements({ Days: maybe(whole), Date: maybe(date), ExpiredObjectDeleteMarker: maybe(flag) })),
  NoncurrentVersionTransition: any(
    elements({
      NoncurrentDays: maybe(whole),
      StorageClass: one(text(...storageClasses)),
      NewerNoncurrentVersions: maybe(whole),
    }),
  ),
  NoncurrentVersionExpiration: maybe(elements({ NoncurrentDays: maybe(whole), NewerNoncurrentVersions: maybe(whole) })),
  AbortIncompleteMultipartUpload: maybe(elements({ DaysAfterInitiation: one(whole) })),
});
const actions = [
  'Transition',
  'Expiration',
  'NoncurrentVersionTransition',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
];

/** Source: S3 API reference, "PutBucketLifecycleConfiguration"; S3 user guide, "Lifecycle configuration elements". */
export const lifecycle: ConfigurationKind = {
  subresource: 'lifecycle',
  root: 'LifecycleConfiguration',
  shape: elements({ Rule: some(rule) }),
  absent: 'NoSuchLifecycleConfiguration',
  stored: 200,
  needsDigest: true,
  check(document) {
    const rules = children(document, 'Rule').map(checkedRule);
    const ids = rules.map((item) => textOf(item, 'ID'));
    if (new Set(ids).size < ids.length) throw invalid('Rule ID must be unique. Found same ID for one or more rules');
    return { Rule: rules };
  },
  headers: () => ({ 'x-amz-transition-default-minimum-object-size': 'all_storage_classes_128K' }),
};

function checkedRule(item: XmlElements): XmlElements {
  const id = textOf(item, 'ID') ?? '';
  if (id.length > longestId) throw invalid(`ID length should not exceed allowed limit of ${longestId}`);
  const filter = child(item, 'Filter');
  if ((filter === undefined) === (textOf(item, 'Prefix') === undefined)) throw new S3Error('MalformedXML');
  requireOneCriterion(filter);
  if (!actions.some((name) => item[name] !== undefined))
    throw new S3Error('InvalidRequest', { message: 'At least one action needs to be specified in a rule' });

  const expiration = child(item, 'Expiration');
  if (expiration !== undefined) {
    if (Object.keys(expiration).length !== 1) throw new S3Error('MalformedXML');
    requirePositive(expiration, 'Days', 'Expiration');
    requireMidnight(expiration);
  }
  for (const transition of children(item, 'Transition')) {
    requireTransitionDays(transition);
    requireMidnight(transition);
  }
  const noncurrent = child(item, 'NoncurrentVersionExpiration');
  if (noncurrent !== undefined) requirePositive(noncurrent, 'NoncurrentDays', 'NoncurrentVersionExpiration');
  const abort = child(item, 'AbortIncompleteMultipartUpload');
  if (abort !== undefined) requirePositive(abort, 'DaysAfterInitiation', 'AbortIncompleteMultipartUpload');
  requireLaterExpiration(item);
  // S3 gives a rule without a name one of 48 characters.
  return id === '' ? { ID: randomBytes(36).toString('base64'), ...item } : item;
}

/** A filter has one criterion, or several within `And`. */
function requireOneCriterion(filter: XmlElements | undefined): void {
  if (filter === undefined) return;
  const and = child(filter, 'And');
  const inAnd = and === undefined ? 2 : Object.keys(and).length - 1 + Math.max(1, children(and, 'Tag').length);
  if (Object.keys(filter).length > 1 || inAnd < 2) throw new S3Error('MalformedXML');
}

function requirePositive(element: XmlElements, name: string, action: string): void {
  const days = textOf(element, name);
  if (days !== undefined && Number(days) < 1)
    throw invalid(`'${name}' for ${action} action must be a positive integer`);
}

function requireMidnight(element: XmlElements): void {
  const day = textOf(element, 'Date');
  if (day !== undefined && Date.parse(day) % 86_400_000 !== 0) {
    throw new S3Error('InvalidArgument', {
      message: "'Date' must be at midnight GMT",
      fields: { ArgumentName: 'Date', ArgumentValue: day },
    });
  }
}

function requireTransitionDays(transition: XmlElements): void {
  const days = textOf(transition, 'Days');
  if ((days === undefined) === (transition.Date === undefined)) throw new S3Error('MalformedXML');
  const storageClass = textOf(transition, 'StorageClass') ?? '';
  if (days === undefined) return;
  if (Number(days) < 0) throw invalid("'Days' in Transition action must be nonnegative");
  if (afterThirtyDays.includes(storageClass) && Number(days) < 30) {
    throw invalid(`'Days' in Transition action must be greater than or equal to 30 for storageClass '${storageClass}'`);
  }
}

function requireLaterExpiration(item: XmlElements): void {
  const end = textOf(child(item, 'Expiration'), 'Days');
  if (end === undefined) return;
  const late = children(item, 'Transition').some((transition) => {
    const days = textOf(transition, 'Days');
    return days !== undefined && Number(days) >= Number(end);
  });
  if (!late) return;
  const prefix = textOf(item, 'Prefix') ?? textOf(child(item, 'Filter'), 'Prefix') ?? '';
  throw invalid(
    `'Days' in the Expiration action for filter '(prefix=${prefix})' must be greater than 'Days' in the Transition action`,
  );
}

function invalid(message: string): S3Error {
  return new S3Error('InvalidArgument', { message });
}
