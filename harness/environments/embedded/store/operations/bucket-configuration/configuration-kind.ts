import type { S3ErrorCode } from '../../errors/error-codes.ts';
import type { XmlElements } from '../../http/xml.ts';
import type { BucketContext } from '../operation.ts';
import type { XmlShape } from './xml-shape.ts';

/** One configuration of a bucket: its document, and what S3 answers around it. */
export interface ConfigurationKind {
  /** Query parameter that names it. */
  readonly subresource: string;
  /** Root element. */
  readonly root: string;
  readonly shape: XmlShape;
  /** What GET answers where none was put: an error, or the document that stands for none. */
  readonly absent: S3ErrorCode | XmlElements;
  /** Status of a PUT. */
  readonly stored: 200 | 204;
  /** S3 takes these only with `Content-MD5` or a checksum. */
  readonly needsDigest?: boolean;
  /**
   * Rules beyond the shape; gives what is kept, for S3 fills in what was left out. Throws `S3Error`.
   */
  check?(document: XmlElements, context: BucketContext): XmlElements;
  /** Headers of GET and PUT answers. */
  headers?(document: XmlElements): Readonly<Record<string, string>>;
}

/** The children of an element, however many there are. */
export function children(element: XmlElements, name: string): XmlElements[] {
  const value = element[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as XmlElements[];
}

/** The one child of an element. */
export function child(element: XmlElements | undefined, name: string): XmlElements | undefined {
  return element?.[name] as XmlElements | undefined;
}

/** Text of a child. */
export function textOf(element: XmlElements | undefined, name: string): string | undefined {
  return element?.[name] as string | undefined;
}
