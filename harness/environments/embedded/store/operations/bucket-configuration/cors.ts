import { S3Error } from '../../errors/s3-error.ts';
import { type ConfigurationKind, children } from './configuration-kind.ts';
import { any, elements, maybe, some, text, whole } from './xml-shape.ts';

const mostRules = 100;
const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];

/** Source: S3 API reference, "PutBucketCors"; S3 user guide, "Elements of a CORS configuration". */
export const cors: ConfigurationKind = {
  subresource: 'cors',
  root: 'CORSConfiguration',
  shape: elements({
    CORSRule: some(
      elements({
        ID: maybe(text()),
        AllowedOrigin: some(text()),
        AllowedMethod: some(text()),
        AllowedHeader: any(text()),
        ExposeHeader: any(text()),
        MaxAgeSeconds: maybe(whole),
      }),
      mostRules,
    ),
  }),
  absent: 'NoSuchCORSConfiguration',
  stored: 200,
  needsDigest: true,
  check(document) {
    for (const rule of children(document, 'CORSRule')) {
      for (const method of rule.AllowedMethod as readonly string[]) {
        if (methods.includes(method)) continue;
        throw new S3Error('InvalidRequest', {
          message: `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`,
        });
      }
      for (const name of ['AllowedOrigin', 'AllowedHeader'] as const) {
        for (const value of (rule[name] ?? []) as readonly string[]) {
          if (value.split('*').length <= 2) continue;
          throw new S3Error('InvalidRequest', {
            message: `${name} "${value}" can not have more than one wildcard.`,
          });
        }
      }
    }
    return document;
  },
};
