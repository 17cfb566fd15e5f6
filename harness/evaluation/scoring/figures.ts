/** How good a scanner was: 0 to 1 each, undefined where nothing was there to be divided by. */
export interface Figures {
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
  /** Recall weighs twice as much as precision. */
  readonly f2: number | undefined;
}

/** Figures of so many labelled and found, `right` of which are both (van Rijsbergen, F with beta 1 and 2). */
export function figuresOf(labelled: number, found: number, right: number): Figures {
  const measure = (beta: number) => share((1 + beta ** 2) * right, beta ** 2 * labelled + found);
  return { precision: share(right, found), recall: share(right, labelled), f1: measure(1), f2: measure(2) };
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
