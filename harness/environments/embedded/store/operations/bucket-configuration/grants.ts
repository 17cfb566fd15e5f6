import { S3Error } from '../../errors/s3-error.ts';
import type { XmlElements } from '../../http/xml.ts';
import { textOf } from './configuration-kind.ts';

const group = 'http://acs.amazonaws.com/groups';

/** Source: S3 user guide, "Amazon S3 predefined groups". */
export const groups = {
  allUsers: `${group}/global/AllUsers`,
  authenticatedUsers: `${group}/global/AuthenticatedUsers`,
  logDelivery: `${group}/s3/LogDelivery`,
} as const;

export const permissions = ['FULL_CONTROL', 'WRITE', 'WRITE_ACP', 'READ', 'READ_ACP'] as const;

/** What a header such as `x-amz-grant-read` grants to whom. Throws `InvalidArgument`, `UnresolvableGrantByEmailAddress`. */
export function headerGrants(name: string, value: string): XmlElements[] {
  const permission = name.slice('x-amz-grant-'.length).toUpperCase().replaceAll('-', '_');
  return value.split(',').map((item) => {
    const [, kind = '', who = ''] = /^\s*(\w+)="?([^"]*)"?\s*$/.exec(item) ?? [];
    const element = { id: 'ID', uri: 'URI', emailAddress: 'EmailAddress' }[kind];
    if (element === undefined || !permissions.some((known) => known === permission)) {
      throw new S3Error('InvalidArgument', {
        message: 'Argument format not recognized',
        fields: { ArgumentName: name, ArgumentValue: value },
      });
    }
    return { Grantee: requireGrantee({ [element]: who }, { id: 'id', uri: 'uri' }), Permission: permission };
  });
}

/** A grantee that S3 knows: by id or group. `names` is what an error calls the arguments. Throws as `headerGrants` does. */
export function requireGrantee(given: XmlElements, names: { readonly id: string; readonly uri: string }): XmlElements {
  const uri = textOf(given, 'URI');
  const refuse = (message: string, name: string, value: string) =>
    new S3Error('InvalidArgument', { message, fields: { ArgumentName: name, ArgumentValue: value } });
  if (uri !== undefined) {
    if (!Object.values<string>(groups).includes(uri)) throw refuse('Invalid group uri', names.uri, uri);
    return grantee('Group', { URI: uri });
  }
  const id = textOf(given, 'ID');
  if (id !== undefined) {
    if (!/^[0-9a-f]{64}$/.test(id)) throw refuse('Invalid id', names.id, id);
    return grantee('CanonicalUser', { ID: id });
  }
  const email = textOf(given, 'EmailAddress');
  if (email === undefined) throw new S3Error('MalformedACLError');
  throw new S3Error('UnresolvableGrantByEmailAddress', {
    fields: { ArgumentName: 'EmailAddress', ArgumentValue: email },
  });
}

export function grantee(type: 'CanonicalUser' | 'Group', content: XmlElements): XmlElements {
  return { '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', '@xsi:type': type, ...content };
}
