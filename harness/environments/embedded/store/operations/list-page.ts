import { S3Error } from '../errors/s3-error.ts';
import { queryValue, type RequestHead } from '../http/request-head.ts';
import { uriEncodePath } from '../signature/uri-encode.ts';
import { compareKeys, firstNotBelow } from '../storage/key-order.ts';

const mostItems = 1000;

/** What a request for a list asks for. */
export interface PageRequest {
  readonly prefix: string;
  /** Empty for none. */
  readonly delimiter: string;
  readonly most: number;
  readonly encoding: 'url' | undefined;
  /** As `encoding-type` wants names written. */
  encode(text: string): string;
}

/** `limit`: name of the parameter for the length of a page. Throws `InvalidArgument`. */
export function readPageRequest(head: RequestHead, limit: 'max-keys' | 'max-uploads'): PageRequest {
  const encoding = queryValue(head, 'encoding-type');
  if (encoding !== undefined && encoding !== 'url') {
    throw new S3Error('InvalidArgument', {
      message: 'Invalid Encoding Method specified in Request',
      fields: { ArgumentName: 'encoding-type', ArgumentValue: encoding },
    });
  }
  return {
    prefix: queryValue(head, 'prefix') ?? '',
    delimiter: queryValue(head, 'delimiter') ?? '',
    most: readLimit(head, limit),
    encoding,
    encode: encoding === 'url' ? (text) => uriEncodePath(text).replaceAll('%20', '+') : (text) => text,
  };
}

/** Length of a page, 1000 at most. Throws `InvalidArgument`. */
export function readLimit(head: RequestHead, name: string): number {
  const value = queryValue(head, name) ?? '';
  if (value === '') return mostItems;
  if (!/^\d{1,10}$/.test(value) || Number(value) > 2_147_483_647) {
    throw new S3Error('InvalidArgument', {
      message: /^-\d+$/.test(value)
        ? `Argument ${name} must be an integer between 0 and 2147483647`
        : `Provided ${name} not an integer or within integer range`,
      fields: { ArgumentName: name, ArgumentValue: value },
    });
  }
  return Math.min(Number(value), mostItems);
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Common prefixes. */
  readonly prefixes: readonly string[];
  /** The last item or prefix of a page that has a successor. */
  readonly next: { readonly key: string; readonly item: Item | undefined } | undefined;
}

/**
 * One page of items that are in the order of their keys, after the key or common prefix `after`; `isAfter` decides about items
 * of that very key, and `skipsPrefix` whether `after` was listed as a common prefix already.
 */
export function pageOf<Item extends { readonly key: string }>(
  all: readonly Item[],
  { prefix, delimiter, most }: PageRequest,
  after: string,
  isAfter: (item: Item) => boolean = () => false,
  skipsPrefix = true,
): Page<Item> {
  const items: Item[] = [];
  const prefixes: string[] = [];
  if (most === 0) return { items, prefixes, next: undefined };
  let next: Page<Item>['next'];
  for (let index = firstNotBelow(all, compareKeys(prefix, after) > 0 ? prefix : after); index < all.length; index++) {
    const item = all[index] as Item;
    const { key } = item;
    if (!key.startsWith(prefix)) {
      if (compareKeys(key, prefix) > 0) break;
      continue;
    }
    if (key === after && after !== '' && !isAfter(item)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end === -1 ? undefined : key.slice(0, end + delimiter.length);
    if (common !== undefined && ((skipsPrefix && common === after) || common === prefixes.at(-1))) continue;
    if (items.length + prefixes.length === most) return { items, prefixes, next };
    if (common === undefined) items.push(item);
    else prefixes.push(common);
    next = { key: common ?? key, item: common === undefined ? item : undefined };
  }
  return { items, prefixes, next: undefined };
}
