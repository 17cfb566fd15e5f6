let declared: string | undefined;

/** One file, one scenario: what a run counts, shows and releases. Throws for the second of a file, before any runs. */
export function declareOnce(name: string): void {
  if (declared !== undefined) {
    throw new Error(
      `The file declares a second scenario, ${name}, after ${declared}: put each into a file of its own.`,
    );
  }
  declared = name;
}
