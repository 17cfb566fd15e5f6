import { fileURLToPath } from 'node:url';

/** The model of the stand-in QScan. */
export const modelPath = fileURLToPath(new URL('../../../fixtures/models/language-entities.onnx', import.meta.url));
