const suffix = /\.scenario\.(ts|mts|js|mjs)$/;

/** Name of the scenario that stands in a file, by the file's own: `iam` of `iam.scenario.ts`; undefined where it is named otherwise. */
export function scenarioNameOf(file: string): string | undefined {
  return suffix.test(file) ? file.replace(/^.*[/\\]/, '').replace(suffix, '') : undefined;
}
