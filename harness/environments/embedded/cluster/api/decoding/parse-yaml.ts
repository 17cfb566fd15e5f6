import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Scalar,
} from 'yaml';
import { inOrder, isJsonObject, type Json, type JsonObject, setField } from '../objects/json.ts';
import type { ParsedJson } from './parse-json.ts';
import { yamlFault } from './yaml-fault.ts';
import { yamlScalar } from './yaml-scalar.ts';

/**
 * The first document as sigs.k8s.io/yaml makes JSON of it: the scalars of YAML 1.1, the last of equal keys, fields in the
 * order of their names. Throws SyntaxError as go-yaml words it.
 */
export function parseYaml(text: string): ParsedJson {
  const control = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\ud800-\udfff]/.exec(text);
  if (control) throw new SyntaxError('yaml: control characters are not allowed');
  const lines = new LineCounter();
  const options = {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: 'silent',
  };
  const documents = parseAllDocuments(text, options as object);
  const document = Array.isArray(documents) ? documents[0] : undefined;
  const [fault] = document?.errors ?? [];
  if (fault) throw yamlFault(fault, text, lines);
  if (!document?.contents) return { value: null, duplicates: new Map() };
  const converter = new Converter(document, lines);
  return { value: inOrder(converter.json(document.contents)), duplicates: new Map(), repeatedKeys: converter.repeated };
}

/** Makes JSON of the nodes of a document. */
class Converter {
  /** Keys that a map has twice: `line 8: key "data" already set in map`. */
  readonly repeated: string[] = [];
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #open = new Set<Node>();
  #nodes = 0;
  #aliased = 0;
  #aliasDepth = 0;

  constructor(document: Document, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  json(node: unknown): Json {
    this.#count();
    if (isAlias(node)) return this.#alias(node);
    if (isMap(node)) return this.#map(node.items);
    if (isSeq(node)) return node.items.map((item) => this.json(item));
    return isScalar(node) ? scalar(node) : null;
  }

  #map(pairs: readonly { readonly key: unknown; readonly value: unknown }[]): JsonObject {
    const result: JsonObject = {};
    const merged: Json[] = [];
    for (const { key, value } of pairs) {
      if (isScalar(key) && key.type === 'PLAIN' && key.source === '<<') {
        merged.push(this.json(value));
        continue;
      }
      const name = this.json(key);
      const field = this.json(value);
      const text = keyText(name, field);
      if (Object.hasOwn(result, text)) {
        const at = ((value ?? key) as Node).range?.[0] ?? 0;
        this.repeated.push(`line ${this.#lines.linePos(at).line}: key ${JSON.stringify(name)} already set in map`);
      }
      setField(result, text, field);
    }
    for (const source of merged.flat()) {
      if (!isJsonObject(source)) throw new SyntaxError('yaml: map merge requires map or sequence of maps as the value');
      for (const [name, field] of Object.entries(source))
        if (!Object.hasOwn(result, name)) setField(result, name, field);
    }
    return result;
  }

  #alias(alias: Alias): Json {
    const target = alias.resolve(this.#document);
    if (!target) throw new SyntaxError(`yaml: unknown anchor '${alias.source}' referenced`);
    if (this.#open.has(target)) throw new SyntaxError(`yaml: anchor '${alias.source}' value contains itself`);
    this.#open.add(target);
    this.#aliasDepth++;
    const value = this.json(target);
    this.#aliasDepth--;
    this.#open.delete(target);
    return value;
  }

  /** A small document must not grow without end. Source: `allowedAliasRatio` of `goyaml.v2/decode.go`. */
  #count(): void {
    this.#nodes++;
    if (this.#aliasDepth) this.#aliased++;
    const allowed = Math.min(0.99, Math.max(0.1, 0.99 - (0.89 * (this.#nodes - 400_000)) / 3_600_000));
    if (this.#aliased > 100 && this.#nodes > 1000 && this.#aliased / this.#nodes > allowed)
      throw new SyntaxError('yaml: document contains excessive aliasing');
  }
}

function scalar(node: Scalar): Json {
  const text = node.source ?? '';
  const tag = node.tag?.replace('tag:yaml.org,2002:', '!!');
  if (tag === '!!binary') return Buffer.from(text, 'base64').toString('utf8');
  if (tag === '!!null') return null;
  const typed = tag === '!!int' || tag === '!!float' || tag === '!!bool';
  if (!typed && (tag?.startsWith('!') || node.type !== 'PLAIN')) return text;
  const value = yamlScalar(text);
  if (typed && typeof value !== (tag === '!!bool' ? 'boolean' : 'number'))
    throw new SyntaxError(`yaml: cannot decode !!str \`${text}\` as a ${tag}`);
  return value;
}

/** Keys of JSON are texts. Source: `convertToJSONableObject` of sigs.k8s.io/yaml. */
function keyText(key: Json, value: Json): string {
  if (Array.isArray(key) || isJsonObject(key)) throw new SyntaxError(`yaml: invalid map key: ${goValue(key)}`);
  if (key !== null) return String(key);
  const printed = typeof value === 'string' ? JSON.stringify(value) : goValue(value);
  throw new SyntaxError(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${printed}`);
}

/** As Go prints a value with `%#v`. */
function goValue(value: Json): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goValue).join(', ')}}`;
  if (!isJsonObject(value)) return value === null ? 'interface {}(nil)' : JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}:${goValue(field)}`);
  return `map[interface {}]interface {}{${fields.join(', ')}}`;
}
