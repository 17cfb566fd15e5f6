import type { SourcePosition } from './source-position.ts';

/** What is under test is broken. `message` is the cause in one sentence. */
export class ScenarioFailure extends Error {
  override readonly name = 'ScenarioFailure';
  readonly positions: readonly SourcePosition[];
  readonly evidence: readonly string[];

  constructor(
    cause: string,
    { positions = [], evidence = [] }: { positions?: readonly SourcePosition[]; evidence?: readonly string[] } = {},
  ) {
    super(cause);
    this.positions = positions;
    this.evidence = evidence;
  }
}
