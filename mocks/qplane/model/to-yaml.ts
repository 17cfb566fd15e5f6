import { Document, visit } from 'yaml';

/** What Go's YAML reader refuses or changes unless it is escaped, though YAML 1.2 lets some of it stand. */
const refused = /^<<$|[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/u;

/** Data as YAML that Go's reader decodes to the same data, whatever its strings hold. They must be well-formed; undefined is left out. */
export function toYaml(data: unknown): string {
  const document = new Document(data, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && refused.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  // They stand in double quotes by now, where the package escapes only those below the space.
  return document.toString({ lineWidth: 0 }).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
