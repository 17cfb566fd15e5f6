import { S3Error } from '../../errors/s3-error.ts';
import { type ConfigurationKind, child, textOf } from './configuration-kind.ts';
import { elements, maybe, one, some, text, whole } from './xml-shape.ts';

const protocol = maybe(text('http', 'https'));

/** Source: S3 API reference, "PutBucketWebsite". */
export const website: ConfigurationKind = {
  subresource: 'website',
  root: 'WebsiteConfiguration',
  shape: elements({
    RedirectAllRequestsTo: maybe(elements({ HostName: one(text()), Protocol: protocol })),
    IndexDocument: maybe(elements({ Suffix: one(text()) })),
    ErrorDocument: maybe(elements({ Key: one(text()) })),
    RoutingRules: maybe(
      elements({
        RoutingRule: some(
          elements({
            Condition: maybe(elements({ HttpErrorCodeReturnedEquals: maybe(whole), KeyPrefixEquals: maybe(text()) })),
            Redirect: one(
              elements({
                HostName: maybe(text()),
                HttpRedirectCode: maybe(whole),
                Protocol: protocol,
                ReplaceKeyPrefixWith: maybe(text()),
                ReplaceKeyWith: maybe(text()),
              }),
            ),
          }),
          50,
        ),
      }),
    ),
  }),
  absent: 'NoSuchWebsiteConfiguration',
  stored: 200,
  check(document) {
    const refuse = (message: string, ArgumentName: string, ArgumentValue: string | undefined) =>
      new S3Error('InvalidArgument', { message, fields: { ArgumentName, ArgumentValue } });
    if (document.RedirectAllRequestsTo !== undefined) {
      if (Object.keys(document).length > 1) {
        throw refuse(
          'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.',
          'RedirectAllRequestsTo',
          'not null',
        );
      }
      return document;
    }
    const suffix = textOf(child(document, 'IndexDocument'), 'Suffix');
    if (suffix === undefined) {
      throw refuse(
        'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty',
        'IndexDocument',
        'null',
      );
    }
    if (suffix === '' || suffix.includes('/')) {
      throw refuse('The IndexDocument Suffix is not well formed', 'IndexDocument', suffix || undefined);
    }
    return document;
  },
};
