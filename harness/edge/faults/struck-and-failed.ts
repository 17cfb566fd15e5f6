import type { Exchange } from '../exchange.ts';

/** Whether a fault of the scenario is why an exchange failed: struck by one that let it pass in the end, late for example, it did not. */
export function isStruckAndFailed({ fault, status, failure }: Exchange): boolean {
  return fault !== undefined && (status === undefined || status >= 400 || failure !== undefined);
}
