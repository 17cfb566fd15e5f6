/** What a step of a session runs: a program's arguments. */
export interface SessionCommand {
  readonly args: readonly string[];
  /**
   * For what a cluster knows a moment after the step before has returned: an event, an endpoint, a right. The command is run
   * until its output has it.
   */
  readonly until?: RegExp;
}

export type SessionSteps = readonly (readonly string[] | SessionCommand)[];
