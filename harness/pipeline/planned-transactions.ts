import type { SnapshotEvidence } from '../expectations/evidence.ts';

/** How many `http_transaction` artifacts the snapshot asks for; 0 where rules make the level differ by exchange. */
export function plannedTransactions(
  { captureLevel }: Pick<SnapshotEvidence, 'captureLevel'>,
  exchanges: number,
): number {
  return captureLevel === undefined || captureLevel === 'none' ? 0 : exchanges;
}
