/** What `npm run scenario` does: `list` and `describe` tell of scenarios, `compare` of reports, and run nothing. */
export type ScenarioAction = 'run' | 'list' | 'describe' | 'compare';
