import type { EntityType } from '../../../../harness/entities/entity-type.ts';
import { findModelFiles } from './model/find-model-files.ts';
import { loadModel } from './model/load-model.ts';
import { shippedModel } from './model/shipped-model.ts';
import { type TokenClassifier, tokenClassifier } from './token-classifier.ts';

/** A model of somebody's own. */
export interface ModelChoice {
  /** A token classifier as Hugging Face exports one. */
  readonly folder: string;
  /** What its labels mean where their names do not tell. */
  readonly labels: ReadonlyMap<string, EntityType>;
}

/** Loads a model; the default is the one that comes with the stand-in. Throws `InputError` for one that cannot be used. */
export async function loadTokenClassifier(choice?: ModelChoice): Promise<TokenClassifier> {
  if (choice === undefined) return tokenClassifier(await loadModel(shippedModel));
  return tokenClassifier(await loadModel(findModelFiles(choice.folder), choice.labels));
}
