/** One way in which the pipeline fails. */
export interface CatalogueRow {
  /** Stable: scenarios, reports and tests name the row by it. */
  readonly id: string;
  readonly group: string;
  readonly wrong: string;
  readonly where: readonly ('manifest' | 'snapshot' | 'storage' | 'network' | 'run time')[];
  readonly symptom: string;
  /** Where somebody would see it. */
  readonly shows: string;
}
