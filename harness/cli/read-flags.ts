import { type ParseArgsConfig, type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { swallowedFlag } from './swallowed-flag.ts';
import { UsageError } from './usage-error.ts';

type Config<Flags extends ParseArgsOptionsConfig> = ParseArgsConfig & {
  args: string[];
  options: Flags;
  allowPositionals: true;
  strict: true;
};

/**
 * Reads the flags of `npm run COMMAND`. Throws `UsageError` for an unknown one, and for one that npm kept for itself because
 * it stood before `--`, with the right spelling: a flag is never ignored.
 */
export function readFlags<Flags extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: Flags,
  environment: NodeJS.ProcessEnv,
): ReturnType<typeof parseArgs<Config<Flags>>> {
  const parsed = parse(command, args, options);
  refuseSwallowed(command, args, parsed.positionals, options, environment);
  return parsed;
}

function parse<Flags extends ParseArgsOptionsConfig>(command: string, args: readonly string[], options: Flags) {
  try {
    return parseArgs<Config<Flags>>({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = (error as Error).message.split('. ')[0];
    throw new UsageError(`${message}. The flags are listed by: npm run ${command} -- --help`);
  }
}

function refuseSwallowed(
  command: string,
  args: readonly string[],
  positionals: readonly string[],
  options: ParseArgsOptionsConfig,
  environment: NodeJS.ProcessEnv,
): void {
  const names = [...positionals];
  const flags = Object.entries(options)
    .filter(([flag]) => flag !== 'help' && !args.some((arg) => arg === `--${flag}` || arg.startsWith(`--${flag}=`)))
    .flatMap(([flag, { type }]) => {
      const value = swallowedFlag(flag, environment);
      if (value === undefined) return [];
      if (type === 'boolean') return [`--${flag}`];
      if (value !== '' && value !== 'true') return [`--${flag} ${value}`];
      // npm keeps a flag that it takes for a switch, and leaves its value among the names.
      const index = names.findLastIndex((name) => !/^[a-z][a-z-]*$/.test(name));
      return [`--${flag} ${index < 0 ? '…' : names.splice(index, 1)[0]}`];
    });
  if (flags.length === 0) return;
  const own = names.filter((name) => !flags.some((flag) => flag.endsWith(` ${name}`)));
  throw new UsageError(
    `npm kept ${flags.join(' ')} for itself. Flags of the ${command} stand behind "--": npm run ${command} ${[...own, '--', ...flags].join(' ')}`,
  );
}
