/** Something that a suite runs against. Disposing it takes away what the suite has made. */
export interface ConformanceEnvironment<Target> extends AsyncDisposable {
  /** As accepted differences name it: `embedded`, `kubernetes`, `localstack`, `s3`. */
  readonly name: string;
  readonly has: ReadonlySet<'nodes'>;
  /** How many cases of a parallel group may run at a time; absent: all of them. */
  readonly casesAtOnce?: number;
  /** A place of its own for a group of cases. */
  open(group: string): Promise<Target>;
}
