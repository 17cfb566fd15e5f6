import type { ScenarioAction } from './scenario-action.ts';
import { UsageError } from './usage-error.ts';

interface Asked {
  readonly action: ScenarioAction;
  readonly names: readonly string[];
  readonly rounds: number;
  /** Flags as they were given. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What is about a run or its end, and refused rather than ignored where nothing runs. */
const ofRun = ['json', 'junit', 'evidence', 'keep', 'coverage', 'repeat'] as const;

/** Throws `UsageError` for words and flags that mean nothing together. */
export function refuseCombinations({ action, names, rounds, values }: Asked): void {
  const refuse = (sentence: string): never => {
    throw new UsageError(sentence);
  };
  const given = (flag: string) => values[flag] !== undefined;
  if (values.help === true) return;
  if (action !== 'run') {
    const fits = action === 'list' ? ['tag'] : [];
    const idle = Object.keys(values).find((flag) => given(flag) && !fits.includes(flag));
    if (idle !== undefined) refuse(`--${idle} has no meaning with ${action}, which runs nothing: leave it out.`);
    if (action === 'list' && names.length > 0)
      refuse(`list shows every scenario: npm run scenario list, or npm run scenario describe ${names[0]}`);
    return;
  }
  const idle = ofRun.find((flag) => values['dry-run'] === true && given(flag));
  if (idle !== undefined) refuse(`--${idle} has no meaning with --dry-run, which runs nothing: leave it out.`);
  const how = ['all', 'tag'].find(given);
  if (how !== undefined && names.length > 0)
    refuse(`--${how} chooses scenarios, and so does ${names.join(' ')}: leave one of them out.`);
  if (given('all') && given('tag'))
    refuse('--tag chooses some scenarios and --all all of them: leave one of them out.');
  const chooses = how !== undefined || (given('coverage') && names.length === 0);
  if (given('shard') && !chooses)
    refuse('--shard takes a part of many scenarios: give it with --all, --tag or --coverage.');
  const several = chooses || new Set(names).size > 1 || rounds > 1;
  for (const flag of ['keep', 'dry-run'])
    if (given(flag) && several) refuse(`--${flag} is about one run: name one scenario, once.`);
}
