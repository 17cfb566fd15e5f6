import { randomUUID } from 'node:crypto';
import { S3Error } from '../../errors/s3-error.ts';
import type { XmlElements } from '../../http/xml.ts';
import { type ConfigurationKind, children, textOf } from './configuration-kind.ts';
import { any, elements, maybe, one, some, text, type XmlShape } from './xml-shape.ts';

const filter = maybe(
  elements({
    S3Key: maybe(elements({ FilterRule: any(elements({ Name: one(text()), Value: one(text()) })) })),
  }),
);
const events = some({ kind: 'text', accepts: (value) => /^s3:[A-Za-z]+:([A-Za-z]+|\*)$|^s3:[A-Za-z]+$/.test(value) });

function destination(arn: string): XmlShape {
  return elements({ Id: maybe(text()), [arn]: one(text()), Event: events, Filter: filter });
}

/** Where the messages of a kind of configuration go. */
const services: Readonly<Record<string, readonly [element: string, service: string]>> = {
  TopicConfiguration: ['Topic', 'sns'],
  QueueConfiguration: ['Queue', 'sqs'],
  CloudFunctionConfiguration: ['CloudFunction', 'lambda'],
};

/** Source: S3 API reference, "PutBucketNotificationConfiguration". */
export const notification: ConfigurationKind = {
  subresource: 'notification',
  root: 'NotificationConfiguration',
  shape: elements({
    ...Object.fromEntries(Object.entries(services).map(([name, [element]]) => [name, any(destination(element))])),
    EventBridgeConfiguration: maybe(elements({})),
  }),
  absent: {},
  stored: 200,
  check(document, { head }) {
    const kept = Object.entries(services).map(([name, [element, service]]) => [
      name,
      children(document, name).map((item) => {
        const arn = textOf(item, element) ?? '';
        if (!new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:.+`).test(arn))
          throw unusable(arn, 'The ARN could not be parsed');
        // S3 sends a test message first, and beside this store nothing stands that could take one.
        if (head.headers.get('x-amz-skip-destination-validation')?.toLowerCase() !== 'true')
          throw unusable(arn, 'The destination queue does not exist');
        return { ...item, Id: item.Id ?? randomUUID() } as XmlElements;
      }),
    ]);
    const bridge = document.EventBridgeConfiguration;
    return { ...Object.fromEntries(kept), ...(bridge === undefined ? {} : { EventBridgeConfiguration: bridge }) };
  },
};

function unusable(arn: string, why: string): S3Error {
  return new S3Error('InvalidArgument', {
    message: 'Unable to validate the following destination configurations',
    fields: { ArgumentName1: arn, ArgumentValue1: why },
  });
}
