/**
 * Content of an element: text, child elements in order (an array repeats one), or nothing for an absent one. A name with `@`
 * before it is an attribute.
 */
export type XmlContent = string | number | boolean | undefined | XmlElements;
export interface XmlElements {
  readonly [name: string]: XmlContent | readonly XmlContent[];
}

/** Namespace of every document but errors. */
export const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Content of a root element: an array holds children one after the other, for names that alternate. */
export type XmlRootContent = XmlContent | readonly XmlElements[];

/** Writes a document with one root element; undefined children are left out. */
export function xmlDocument(root: string, content: XmlRootContent, namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  const children = Array.isArray(content) ? content.map(xmlContent).join('') : xmlContent(content as XmlContent);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${children}</${root}>`;
}

function xmlContent(content: XmlContent): string {
  if (typeof content !== 'object') return escapeXml(String(content ?? ''));
  return Object.entries(content)
    .filter(([name]) => !name.startsWith('@'))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((item: XmlContent) => [name, item] as const),
    )
    .map(([name, value]) =>
      value === undefined ? '' : `<${name}${xmlAttributes(value)}>${xmlContent(value)}</${name}>`,
    )
    .join('');
}

function xmlAttributes(content: XmlContent): string {
  if (typeof content !== 'object') return '';
  return Object.entries(content)
    .filter(([name]) => name.startsWith('@'))
    .map(([name, value]) => ` ${name.slice(1)}="${escapeXml(String(value))}"`)
    .join('');
}

const special = /[&<>"\u2028]|(?!\n)\p{Cc}/gu;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replace(special, (character) => entities[character] ?? `&#x${character.charCodeAt(0).toString(16)};`);
}
