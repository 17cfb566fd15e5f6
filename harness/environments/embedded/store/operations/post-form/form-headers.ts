import { S3Error } from '../../errors/s3-error.ts';

const headerFields = [
  'cache-control',
  'content-type',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-md5',
  'expires',
];

/** The fields of a form that a PUT would have as headers, by lower-case name. Throws `MalformedXML` for tags that are none. */
export function formHeaders(fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of fields) {
    if (name === 'acl') headers.set('x-amz-acl', value);
    else if (name === 'tagging') headers.set('x-amz-tagging', taggingHeader(value));
    else if (headerFields.includes(name) || name.startsWith('x-amz-')) headers.set(name, value);
  }
  return headers;
}

const tag = /<Tag>\s*<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>\s*<\/Tag>/g;

function taggingHeader(document: string): string {
  const rest = document.replace(tag, '').replace(/<\?xml[^>]*\?>/, '');
  if (!/^\s*<Tagging[^>]*>\s*<TagSet>\s*<\/TagSet>\s*<\/Tagging>\s*$/.test(rest)) throw new S3Error('MalformedXML');
  return [...document.matchAll(tag)]
    .map(([, key = '', value = '']) => `${encodeURIComponent(unescaped(key))}=${encodeURIComponent(unescaped(value))}`)
    .join('&');
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
