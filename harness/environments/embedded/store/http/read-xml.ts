import { S3Error } from '../errors/s3-error.ts';

export type XmlTree = { readonly [name: string]: unknown };

/**
 * Reads the one root element of a document as objects, arrays (`lists` names them) and strings. Throws `MalformedXML`.
 * The parser is loaded with the first document: most stores never see one.
 */
export async function readXml(bytes: Buffer, root: string, lists: readonly string[] = []): Promise<XmlTree> {
  const { XMLParser, XMLValidator } = await import('fast-xml-parser');
  const text = bytes.toString('utf8');
  if (forbidden.test(text) || text.includes('<!') || XMLValidator.validate(text) !== true)
    throw new S3Error('MalformedXML');
  const parser = new XMLParser({
    ignoreAttributes: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => lists.includes(name),
  });
  const tree = parsed(parser, text)[root];
  if (typeof tree === 'string') return {};
  if (typeof tree !== 'object' || tree === null) throw new S3Error('MalformedXML');
  return tree as XmlTree;
}

/** What no document of XML 1.0 holds; the validator lets it pass. */
const forbidden = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** The parser gives up on documents nested too deep and on names such as `__proto__`. */
function parsed(parser: { parse(text: string): unknown }, text: string): XmlTree {
  try {
    return parser.parse(text) as XmlTree;
  } catch {
    throw new S3Error('MalformedXML');
  }
}

/** Text of a child element; undefined where there is none. */
export function xmlText(tree: XmlTree, name: string): string | undefined {
  const value = tree[name];
  return typeof value === 'string' ? value : undefined;
}

/** Child elements of a name that `lists` held. */
export function xmlList(tree: XmlTree, name: string): XmlTree[] {
  const value = tree[name];
  if (!Array.isArray(value)) return [];
  return value.map((item: unknown) => (typeof item === 'object' && item !== null ? (item as XmlTree) : {}));
}
