/** What `npm run scenario` does: `list` and `describe` tell of scenarios, and run nothing. */
export type ScenarioAction = 'run' | 'list' | 'describe';
