/** What a run is about to touch, by the names that people gave. */
export interface TargetNames {
  readonly context: string;
  readonly cluster: string;
  readonly server: string;
  readonly namespace: string;
  /** Undefined where none is named yet. */
  readonly bucket: string | undefined;
}

/** Wherever it stands in a name, since people write `eksprod` and `acmeProd`, too; `live` is in too many words for that. */
const words = /prod|prd|(?<![a-z])live(?![a-z])/i;

/** What says the contrary, and words that only begin so: product, producer, reproduce, prodigy. */
const harmless =
  /(?<![a-z])(?:(?:non|pre)[^a-z]?(?:prod(?:uction)?|prd)|reproduc\w*)|produc(?!tion)|produ[ck]t(?!ion)|prodig/gi;

/** Which name says that this is production, for example `cluster "eks-prod-1"`; undefined where none does. */
export function productionWord(names: TargetNames): string | undefined {
  const order = ['context', 'cluster', 'server', 'namespace', 'bucket'] as const;
  const found = order.find((name) => isProduction(names[name] ?? ''));
  return found && `${found} "${names[found]}"`;
}

function isProduction(name: string): boolean {
  const apart = name.replaceAll(/([a-z])([A-Z])/g, '$1-$2');
  return words.test(apart.replaceAll(harmless, ''));
}
