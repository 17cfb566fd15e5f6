import { below, fieldAt, type Place, type PlacedField } from './place.ts';
import type { Reading } from './reading.ts';

/** An element that is open. */
interface Element {
  readonly name: string;
  readonly place: Place | undefined;
  /** How many children of a name it had. */
  readonly children: Map<string, number>;
}

const pieceLength = 16 * 1024;
/** Elements of HTML that stand in a line of text: they part no words. */
const inline = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q s samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const keepsSpace = new Set(['pre', 'textarea', 'script', 'style']);
const withoutText = /^(?:class|style|xmlns(?::.*)?)$/i;

/**
 * Texts, attributes and comments of XML or HTML. An element is called by its name, one that follows siblings of its name by how
 * many there were as well; an attribute is `@name` below it, a comment `#comment`. In HTML text belongs to the nearest element that is no
 * part of a line, and names of elements are no context: there the `name` of a control is what speaks of its value. Entities that a
 * document declares for itself are not expanded, and declarations are not read. What is not well-formed is read as far as it goes.
 */
export async function markupFields(
  text: string,
  reading: Reading,
  root: Place | undefined,
  language: 'xml' | 'html',
): Promise<PlacedField[]> {
  // Loaded with the first such body: a scanner starts without.
  const { Parser } = await import('htmlparser2');
  const isHtml = language === 'html';
  const fields: PlacedField[] = [];
  const open: Element[] = [{ name: '', place: root, children: new Map() }];
  let run = '';

  const top = () => open.at(-1) as Element;
  const check = (isRoom: boolean) => {
    if (!isRoom) parser.pause();
    return isRoom;
  };
  const add = (value: string, place: Place | undefined, words?: readonly string[]) => {
    if (value === '' || reading.incomplete !== undefined) return;
    const field = fieldAt(value, place, isHtml ? () => [] : reading.wordsOf);
    check(reading.addField(fields, words === undefined ? field : { ...field, ownWords: words }));
  };
  const endRun = () => {
    const { name, place } = top();
    add(isHtml && !keepsSpace.has(name) ? run.replaceAll(/\s+/g, ' ').trim() : run.trim(), place);
    run = '';
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'br' && isHtml) run += '\n';
        const isBlock = !isHtml || !(inline.has(name) || name === 'br');
        if (isBlock) endRun();
        const { place: outer, children } = top();
        const earlier = children.get(name) ?? 0;
        children.set(name, earlier + 1);
        const named = below(outer, name);
        const place = earlier === 0 ? named : below(named, earlier);
        const words = isHtml && attributes.name ? reading.wordsOf(attributes.name) : undefined;
        for (const [key, value] of Object.entries(attributes)) {
          const isValue = key === 'value' || key === 'content';
          if (!withoutText.test(key)) add(value.trim(), below(place, `@${key}`), isValue ? words : undefined);
        }
        if (isBlock && check(reading.enter(open.length - 1))) open.push({ name, place, children: new Map() });
      },
      onclosetag(name) {
        if (top().name !== name || open.length === 1) return;
        endRun();
        open.pop();
      },
      ontext(value) {
        run += value;
      },
      oncomment(value) {
        add(value.trim(), below(top().place, '#comment'));
      },
    },
    { xmlMode: !isHtml, decodeEntities: true },
  );
  for (let at = 0; at < text.length && reading.incomplete === undefined; at += pieceLength) {
    parser.write(text.slice(at, at + pieceLength));
  }
  if (reading.incomplete === undefined) parser.end();
  endRun();
  return fields;
}
