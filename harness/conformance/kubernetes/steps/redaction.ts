import { isJsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';

const uid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
/** A cell of a table. */
const age = /^(<invalid>|\d+[smhdy](\d+[smh])?)$/;
/** Of a Service in a table. */
const clusterAddress = /^10\.96\.\d+\.\d+$/;
/** What a server chooses by itself. */
const chosen = new Set([
  'clusterIP',
  'clusterIPs',
  'nodePort',
  'healthCheckNodePort',
  'podIP',
  'podIPs',
  'hostIP',
  'hostIPs',
]);

/**
 * Puts words where uids, times, versions, addresses and generated names stand. Within one case the same uid and the same
 * version get the same word, so that what stays and what changes is compared as well.
 */
export class Redaction {
  readonly #namespace: string;
  readonly #uids = new Map<string, string>();
  readonly #versions = new Map<string, string>();
  readonly #generated = new Map<string, string>();

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  of(value: unknown): unknown {
    this.#learn(value);
    return this.#field('', value, false);
  }

  /** Names and versions are known before they are met in a message. */
  #learn(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.#learn(item);
    if (!isJsonObject(value)) return;
    const { name, generateName } = value;
    if (typeof name === 'string' && typeof generateName === 'string' && name.startsWith(generateName)) {
      this.#generated.set(name, `${generateName}GENERATED`);
    }
    for (const field of Object.values(value)) this.#learn(field);
  }

  #field(name: string, value: unknown, inList: boolean): unknown {
    if (Array.isArray(value)) {
      return chosen.has(name)
        ? value.map((item) => (item === 'None' ? item : 'CHOSEN'))
        : value.map((item) => this.#field('', item, false));
    }
    if (isJsonObject(value)) {
      const isList = 'items' in value || 'rows' in value || 'names' in value;
      return Object.fromEntries(
        Object.entries(value).map(([key, field]) => [
          this.#text(key),
          this.#field(key, field, key === 'metadata' ? isList : inList && key === 'resourceVersion'),
        ]),
      );
    }
    if (chosen.has(name) && value !== 'None' && value !== '') return 'CHOSEN';
    if (typeof value !== 'string') return value;
    if (name === 'resourceVersion' && value) return inList ? 'VERSION' : word(this.#versions, value, 'VERSION');
    if (name === 'continue' && value) return 'CONTINUE';
    if (clusterAddress.test(value)) return 'CHOSEN';
    return age.test(value) ? 'AGE' : this.#text(value);
  }

  #text(text: string): string {
    let plain = text.replaceAll(this.#namespace, '{ns}').replace(time, 'TIME');
    for (const [name, generated] of this.#generated) plain = plain.replaceAll(name, generated);
    plain = plain.replace(uid, (found) => word(this.#uids, found, 'UID'));
    plain = plain
      // What a refused patch had made is quoted with everything that differs, in an order of Go's maps.
      .replace(/(patch: )?Invalid value: "\{.*\}": /s, '$1Invalid value: PATCHED: ')
      .replace(/current: \d+$/, 'current: VERSION');
    return /version/i.test(plain) ? plain.replace(/\b\d+\b/g, (found) => this.#versions.get(found) ?? found) : plain;
  }
}

function word(known: Map<string, string>, value: string, kind: string): string {
  const found = known.get(value) ?? `${kind}${known.size + 1}`;
  known.set(value, found);
  return found;
}
