/** Class of a content type, as events and rules name it; the product's list is not public. */
export function contentCategory(contentType: string): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const [, subtype] =
    /(?:^application|^text)\/(?:[a-z0-9.-]+\+)?(json|xml|html|css|csv|javascript|plain)$/.exec(type) ?? [];
  return subtype ?? (type === '' ? 'other' : (type.split('/')[0] ?? 'other'));
}
