/**
 * npm takes a flag that stands before `--` for itself and hands it on only as a variable `npm_config_<flag>`.
 * Returns those of ours that it took, as they must be written, for example `--seed 7`.
 */
export function swallowedFlags(flags: readonly string[], environment: NodeJS.ProcessEnv): string[] {
  return flags.flatMap((flag) => {
    const value = environment[`npm_config_${flag.replaceAll('-', '_')}`];
    if (value === undefined || value === '') return [];
    return value === 'true' ? [`--${flag}`] : [`--${flag} ${value}`];
  });
}
