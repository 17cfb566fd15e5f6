import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../../../../../harness/errors/input-error.ts';
import type { ModelFiles } from './model-files.ts';

/** Where an export or a copy of the Hub has the graph, the quantised one first: it is the faster. */
const networks = ['model_quantized.onnx', 'model.onnx'].flatMap((name) => [name, join('onnx', name)]);

/** Finds the files of an export in a folder. Throws `InputError` that names what is not there. */
export function findModelFiles(folder: string): ModelFiles {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(
      `There is no folder ${folder}. A model is a folder with config.json, tokenizer.json and the ONNX graph.`,
    );
  }
  const at = (name: string) => {
    const path = resolve(folder, name);
    if (existsSync(path)) return pathToFileURL(path);
    throw new InputError(
      `${folder} has no ${name}: export with \`optimum-cli export onnx --task token-classification\`.`,
    );
  };
  const network = networks.find((name) => existsSync(join(folder, name)));
  if (network === undefined) {
    throw new InputError(`${folder} has no ONNX graph; looked for ${networks.join(', ')}.`);
  }
  return {
    config: at('config.json'),
    tokenizer: at('tokenizer.json'),
    tokenizerConfig: at('tokenizer_config.json'),
    network: at(network),
  };
}
