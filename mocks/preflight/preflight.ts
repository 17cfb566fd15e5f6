/** What the preflight script ends with, as far as anybody looks at it. */
export interface PreflightOutcome {
  /** A line a check, each with its word: `SUCCESS` or `FAIL`. */
  readonly output: string;
  readonly exitCode: number;
}

/**
 * The kernel check of Qpoint's preflight script (reference, deployment.md step 1): it compares versions as decimals, so that 5.4
 * passes as "5.10 or newer", and exits with 0 whatever failed. Its other checks look at a host that a pod is not.
 */
export function preflight({ kernel }: { readonly kernel: string }): PreflightOutcome {
  const [decimal = '0'] = /^\d+\.\d+/.exec(kernel) ?? [];
  const word = Number(decimal) >= 5.1 ? 'SUCCESS' : 'FAIL';
  return { output: `${word} kernel ${kernel}, 5.10 or newer is needed\n`, exitCode: 0 };
}
