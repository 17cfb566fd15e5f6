/** The files of a token classifier as Hugging Face exports one. */
export interface ModelFiles {
  readonly config: URL;
  readonly tokenizer: URL;
  readonly tokenizerConfig: URL;
  /** The ONNX graph. */
  readonly network: URL;
}
