/**
 * npm takes a flag that stands before `--` for itself and hands it on only as a variable `npm_config_<flag>`.
 * Returns the value it took for one of ours; `true` for a switch.
 */
export function swallowedFlag(flag: string, environment: NodeJS.ProcessEnv): string | undefined {
  const name = flag.replaceAll('-', '_');
  return environment[`npm_config_${name}`] ?? environment[`npm_config_no_${name}`];
}
