/** What one body may cost. Beyond a limit the scan stops there and its verdict names the limit; what was found before stays. */
export interface Limits {
  /** UTF-16 code units of one body that are read. Qtap stores at most 1 MiB (reference, artifacts.md section 4). */
  readonly bodyLength: number;
  /** Levels of one text: JSON arrays and objects, elements, GraphQL brackets inside each other. */
  readonly depth: number;
  /** Formats inside each other: JSON in a string of JSON, gzip in base64. */
  readonly nesting: number;
  /** Fields of one body, those of formats inside it included. */
  readonly fields: number;
  /** UTF-16 code units that all formats inside a body may have together. */
  readonly unpackedLength: number;
  /** How many times its size compressed data may grow; up to 64 KiB are always read. */
  readonly expansion: number;
  /** Pieces of words of one body about which the model is asked: less than two seconds of one core, and some 40 kB of prose. */
  readonly wordPieces: number;
  /** Findings in one body. */
  readonly findings: number;
}

/** Sane bodies stay below these, but for long prose. Nothing public tells QScan's own limits: values of the stand-in. */
export const defaultLimits: Limits = {
  bodyLength: 2 * 1024 * 1024,
  depth: 256,
  nesting: 8,
  fields: 250_000,
  unpackedLength: 4 * 1024 * 1024,
  expansion: 100,
  wordPieces: 12_000,
  findings: 50_000,
};
