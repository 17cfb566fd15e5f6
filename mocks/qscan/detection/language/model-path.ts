import { fileURLToPath } from 'node:url';

/** The model that the stand-in loads. */
export const modelPath = fileURLToPath(new URL('../../../../fixtures/models/language-entities.onnx', import.meta.url));
