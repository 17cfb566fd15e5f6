/** What a run is about to touch, by the names that people gave. */
export interface TargetNames {
  readonly context: string;
  readonly cluster: string;
  readonly server: string;
  readonly namespace: string;
}

const words = /(?:^|[^a-z])(prod|prd|production|live)(?![a-z])/i;

/** Which name says that this is production, for example `cluster "eks-prod-1"`; undefined where none does. */
export function productionWord(names: TargetNames): string | undefined {
  const found = (Object.keys(names) as (keyof TargetNames)[]).find((name) => words.test(names[name]));
  return found && `${found} "${names[found]}"`;
}
