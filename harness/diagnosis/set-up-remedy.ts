import type { SourcePosition } from '../errors/source-position.ts';
import type { AgentContainer } from '../pipeline/deployment-inputs.ts';
import type { S3Store, Snapshot, ValueSource } from '../snapshot/snapshot.ts';
import { variablePosition } from './facts.ts';
import { storePosition } from './store-position.ts';

/** What to do about an object store that Qtap could not set up, and where. */
export interface SetUpRemedy {
  readonly remedy: string;
  readonly positions: readonly SourcePosition[];
}

const namesOfKeys = ['access_key', 'secret_key'] as const;

/**
 * By what the snapshot says of the store, in the order of Qtap's own checks (reference, artifacts.md section 6); undefined where
 * nothing explains it.
 */
export function setUpRemedy(
  snapshot: Snapshot,
  store: S3Store,
  container: AgentContainer | undefined,
): SetUpRemedy | undefined {
  const at = (field: string) => [storePosition(snapshot, store, field)];
  if (store.bucket === '') return { remedy: 'name the bucket', positions: at('bucket') };
  const sources: readonly (ValueSource | undefined)[] = [store.accessKey, store.secretKey];
  for (const [index, source] of sources.entries()) {
    if (source === undefined || source.type === 'env' || source.type === 'text') continue;
    const remedy = `the type of ${namesOfKeys[index]} is "${source.type}", which is always empty: write env or text`;
    return { remedy, positions: [source.at] };
  }
  const unset = sources.find((source) => source?.type === 'env' && !container?.variables.get(source.value)?.value);
  if (unset !== undefined) {
    return {
      remedy: `the snapshot takes a key from ${unset.value}, which Qtap's pod does not have`,
      positions: [unset.at, ...variablePosition(container, unset.value)],
    };
  }
  const absent = namesOfKeys.find((_, index) => sources[index] === undefined);
  if (absent !== undefined) {
    return {
      remedy: `the snapshot gives no ${absent}, and neither agent is said to take a role of its service account: give it static keys`,
      positions: at(absent),
    };
  }
  if (store.endpoint.includes('/')) {
    return {
      remedy: `write the endpoint without scheme and path, as ${bare(store.endpoint)}`,
      positions: at('endpoint'),
    };
  }
  return undefined;
}

function bare(endpoint: string): string {
  return endpoint.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '');
}
