/** What one body may cost. Beyond a limit the scan stops there and its verdict names the limit. */
export interface Limits {
  /** UTF-16 code units of one body that are read. Qtap stores at most 1 MiB (reference, artifacts.md section 4). */
  readonly bodyLength: number;
  /** Levels of JSON arrays and objects inside each other. */
  readonly depth: number;
  /** Findings in one body. */
  readonly findings: number;
}

/** Sane bodies stay far below these. Nothing public tells QScan's own limits: values of the stand-in. */
export const defaultLimits: Limits = { bodyLength: 2 * 1024 * 1024, depth: 256, findings: 50_000 };
