/** Name of the file in which a scenario stands. */
export function scenarioFileName(scenario: string): string {
  return `${scenario}.scenario.ts`;
}
