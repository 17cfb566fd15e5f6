/** What the help of the commands that scan with a model says of `modelFlags`. */
export const modelFlagsHelp = `  --model DIR         another model for PERSON, LOCATION, ORGANIZATION and
                      STREET_ADDRESS: a token classifier as Hugging Face
                      exports one, with config.json, tokenizer.json,
                      tokenizer_config.json and, in DIR or in DIR/onnx,
                      model_quantized.onnx or else model.onnx
  --label NAME=TYPE   what a label of that model means, where its name does not
                      tell; may be given again`;
