import type { ModelFiles } from './model-files.ts';

/** The model that the stand-in loads. Each file is named for itself, so that a package and an image take all of them along. */
export const shippedModel: ModelFiles = {
  config: new URL('../../../../../fixtures/models/language-entities/config.json', import.meta.url),
  tokenizer: new URL('../../../../../fixtures/models/language-entities/tokenizer.json', import.meta.url),
  tokenizerConfig: new URL('../../../../../fixtures/models/language-entities/tokenizer_config.json', import.meta.url),
  network: new URL('../../../../../fixtures/models/language-entities/model_quantized.onnx', import.meta.url),
};
