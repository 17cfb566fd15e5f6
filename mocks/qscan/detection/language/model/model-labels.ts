import type { EntityType } from '../../../../../harness/entities/entity-type.ts';
import { labelMeaning } from '../../../../../harness/entities/label-meaning.ts';
import { languageTypes } from '../../../../../harness/entities/language-types.ts';
import { InputError } from '../../../../../harness/errors/input-error.ts';

/** What one output of a model means; undefined: outside, or nothing that a model is asked for. */
export interface ModelLabel {
  readonly type: EntityType;
  /** Whether a value begins here; else one goes on, or the label does not tell. */
  readonly begins: boolean;
}

/** Schemes: IOB and IOB2 (B, I), BILOU (L, U) and BIOES (E, S). */
const scheme = /^([BILUES])[-_](.+)$/;
const beginnings = new Set(['B', 'U', 'S']);
const asked: ReadonlySet<EntityType> = new Set(languageTypes);

/**
 * What each output of a model means, by `id2label` of its config.json. A name without counterpart (MISC, DATE) means nothing, and
 * so does one of a type that has a pattern. Throws `InputError` where no name means one of the four types of language.
 */
export function modelLabels(
  id2label: Readonly<Record<string, string>>,
  mapped: ReadonlyMap<string, EntityType>,
): readonly (ModelLabel | undefined)[] {
  const labels: (ModelLabel | undefined)[] = [];
  const names = new Set<string>();
  for (const [id, name] of Object.entries(id2label)) {
    const { position, bare } = partsOf(name);
    names.add(name).add(bare);
    const meaning = labelMeaning(bare);
    const type = mapped.get(name) ?? mapped.get(bare) ?? meaning?.type;
    // Parts of a name side by side are one name.
    const begins = beginnings.has(position) && meaning?.isPart !== true;
    labels[Number(id)] = type !== undefined && asked.has(type) ? { type, begins } : undefined;
  }
  const list = [...new Set(Object.values(id2label))].join(', ');
  for (const name of mapped.keys()) {
    if (!names.has(name)) throw new InputError(`The model has no label ${name}. It has ${list}.`);
  }
  if (labels.every((label) => label === undefined)) {
    const types = languageTypes.join(', ');
    throw new InputError(`No label of the model means ${types}: it has ${list}. Say it: --label NAME=TYPE.`);
  }
  return labels;
}

/** `E-MAIL` is a name, `E-ORG` the end of one. */
function partsOf(name: string): { readonly position: string; readonly bare: string } {
  const [, position = '', bare = name] = labelMeaning(name) === undefined ? (scheme.exec(name) ?? []) : [];
  return { position, bare };
}
