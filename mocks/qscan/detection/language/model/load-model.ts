import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { EntityType } from '../../../../../harness/entities/entity-type.ts';
import { InputError } from '../../../../../harness/errors/input-error.ts';
import { readText } from '../../../../../harness/manifests/read-text.ts';
import type { EncodedChunk } from '../encode-chunk.ts';
import { WordPieces } from '../word-pieces.ts';
import type { ModelFiles } from './model-files.ts';
import { type ModelLabel, modelLabels } from './model-labels.ts';

/** A loaded token classifier. */
export interface Model extends AsyncDisposable {
  readonly pieces: WordPieces;
  /** By output; undefined: outside, or nothing that a model is asked for. */
  readonly labels: readonly (ModelLabel | undefined)[];
  /** Logits of a batch; chunk `row`, piece `place`: `labels.length` values from `(row * width + place) * labels.length` on. */
  run(batch: readonly EncodedChunk[], width: number): Promise<Float32Array>;
}

interface Config {
  readonly id2label?: Readonly<Record<string, string>>;
  readonly pad_token_id?: number;
  /** Ours: token types carry the case of letters. */
  readonly letter_case_types?: boolean;
}

/** Bytes. Those of many languages have some 17 MB. */
const largestTokenizer = 64 * 1024 * 1024;
const known = ['input_ids', 'attention_mask', 'token_type_ids'];

/** Loads a model. One thread per session: scanners are what adds concurrency. Throws `InputError` for one that cannot be used. */
export async function loadModel(
  files: ModelFiles,
  mapped: ReadonlyMap<string, EntityType> = new Map(),
): Promise<Model> {
  const [config, tokenizer, tokenizerConfig] = await Promise.all([
    readJson<Config | null>(files.config),
    readJson<ConstructorParameters<typeof Tokenizer>[0]>(files.tokenizer),
    readJson<ConstructorParameters<typeof Tokenizer>[1]>(files.tokenizerConfig),
  ]);
  if (typeof config?.id2label !== 'object') {
    throw new InputError(`${fileURLToPath(files.config)} has no id2label: the model is no token classifier.`);
  }
  const labels = modelLabels(config.id2label, mapped);
  const pieces = wordPieces(files.tokenizer, tokenizer, tokenizerConfig);
  const network = fileURLToPath(files.network);
  const session = await createSession(network);
  const foreign = session.inputNames.find((name) => !known.includes(name));
  const problem =
    foreign === undefined
      ? session.outputNames.includes('logits')
        ? undefined
        : 'gives no output "logits"'
      : `asks for the input ${foreign}, which no text has`;
  if (problem !== undefined) {
    await session.release();
    throw new InputError(`${network} ${problem}: the model is no token classifier.`);
  }
  const padding = BigInt(config.pad_token_id ?? 0);

  return {
    pieces,
    labels,
    async run(batch, width) {
      const size = batch.length * width;
      const ids = new BigInt64Array(size).fill(padding);
      const mask = new BigInt64Array(size);
      const types = new BigInt64Array(size);
      for (const [row, { ids: rowIds, cases }] of batch.entries()) {
        for (const [place, id] of rowIds.entries()) {
          const at = row * width + place;
          ids[at] = BigInt(id);
          mask[at] = 1n;
          if (config.letter_case_types) types[at] = BigInt(cases[place] ?? 0);
        }
      }
      const inputs = { input_ids: ids, attention_mask: mask, token_type_ids: types };
      const feeds = Object.entries(inputs).flatMap(([name, data]) =>
        session.inputNames.includes(name) ? [[name, new Tensor('int64', data, [batch.length, width])] as const] : [],
      );
      const { logits } = await session.run(Object.fromEntries(feeds)).catch(() => {
        // What the runtime says may quote what it was given.
        throw new InputError(`${network} takes no batch of ${batch.length} texts with ${width} pieces each.`);
      });
      if (!(logits?.data instanceof Float32Array) || logits.data.length !== size * labels.length) {
        throw new InputError(`${network} gives no "logits" of ${labels.length} float32 for each piece.`);
      }
      return logits.data;
    },
    async [Symbol.asyncDispose]() {
      await session.release();
    },
  };
}

async function createSession(network: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(network, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      enableCpuMemArena: false,
      extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
    });
  } catch (error) {
    throw new InputError(`${network} cannot be loaded: ${(error as Error).message}`);
  }
}

/** The library throws what it likes for a tokenizer that it does not know. */
function wordPieces(file: URL, ...parts: ConstructorParameters<typeof Tokenizer>): WordPieces {
  try {
    return new WordPieces(new Tokenizer(...parts));
  } catch (error) {
    throw new InputError(`${fileURLToPath(file)} is no tokenizer that can be used: ${(error as Error).message}.`);
  }
}

async function readJson<T>(file: URL): Promise<T> {
  const path = fileURLToPath(file);
  const text = await readText(path, largestTokenizer);
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new InputError(`${path} is no JSON.`);
  }
}
