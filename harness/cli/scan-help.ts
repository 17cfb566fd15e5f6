/** What `npm run scan -- --help` prints. */
export const scanHelp = `Scans one HTTP body as the stand-in QScan does and prints what it finds: type,
score, path, position and the value's SHA-256, never the value.

  npm run scan -- body.json
  npm run scan -- body.txt --explain
  curl -s https://shop.example/orders/1 | npm run --silent scan

Flags stand behind "--", or npm takes them for itself.

  FILE                the body (default: standard input)
  --content-type TYPE as the body's header has it (default: told by its shape)
  --explain           what each score is the sum of: form, checksum, the words
                      nearby, the model
  --json              findings as JSON, with what explains them
  --model DIR         another model for PERSON, LOCATION, ORGANIZATION and
                      STREET_ADDRESS: a token classifier as Hugging Face
                      exports one, with config.json, tokenizer.json,
                      tokenizer_config.json and, in DIR or in DIR/onnx,
                      model_quantized.onnx or else model.onnx
  --label NAME=TYPE   what a label of that model means, where its name does not
                      tell; may be given again
  --help              this text

Exit: 0 scanned, 1 not scanned to its end, 2 wrong use or unreadable input.
`;
