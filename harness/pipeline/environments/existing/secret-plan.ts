import { InputError } from '../../../errors/input-error.ts';
import type { Manifest } from '../../../manifests/manifest.ts';
import { podContainers } from '../../../manifests/overlay/pod-containers.ts';
import { podSpec } from '../../../manifests/pod-template.ts';
import type { DeploymentInputs } from '../../deployment-inputs.ts';

/** A Secret that the run makes unless the namespace has it. */
export interface WantedSecret {
  readonly name: string;
  readonly manifest: Manifest;
  /** Given by `--secrets`, not one of the guide's. */
  readonly isGiven: boolean;
  /** Holds the S3 key that the run drew. */
  readonly holdsRunsKey: boolean;
}

/** The Secrets that are given, and those of the guide's that a pod of the manifests refers to. */
export function wantedSecrets(
  { manifests, madeSecrets, ownKey }: Pick<DeploymentInputs, 'manifests' | 'madeSecrets' | 'ownKey'>,
  guideSecrets: string,
): WantedSecret[] {
  const referred = new Set(manifests.flatMap(referredSecrets));
  const otherKey = { accessKeyId: 'other', secretAccessKey: 'other' };
  const others = madeSecrets(otherKey).map(({ manifest }) => JSON.stringify(manifest.object));
  return madeSecrets(ownKey).flatMap(({ manifest }, index) => {
    const { name = '' } = manifest.object.metadata;
    const isGiven = manifest.file !== guideSecrets;
    if (!isGiven && !referred.has(name)) return [];
    return [{ name, manifest, isGiven, holdsRunsKey: JSON.stringify(manifest.object) !== others[index] }];
  });
}

/**
 * Throws `InputError` where agents would have no S3 key that works: S3 itself makes keys for its owner only, and before a store
 * that checks none the harness judges signatures, for which it must know the key.
 */
export function requireKeys(
  wanted: readonly WantedSecret[],
  { present, namespace, isS3 }: { present: ReadonlySet<string>; namespace: string; isS3: boolean },
): void {
  for (const { name, isGiven, holdsRunsKey } of wanted) {
    const isThere = present.has(name);
    if (isS3 && !isThere && holdsRunsKey) {
      throw new InputError(
        `The Secret ${name} is not in the namespace ${namespace}, and the run makes no key at S3: make it there as the setup guide says, or give it by --secrets FILE with a key that may use the bucket.`,
      );
    }
    if (!isS3 && isThere && holdsRunsKey && !isGiven) {
      throw new InputError(
        `The Secret ${name} is in the namespace ${namespace}, where the harness does not read it, and with --s3-endpoint it judges signatures itself: give the same Secret by --secrets FILE (it is not applied), or choose a namespace without it.`,
      );
    }
  }
}

function referredSecrets({ object }: Manifest): string[] {
  const spec = podSpec(object);
  if (spec === undefined) return [];
  const names = podContainers(spec).flatMap(({ env, envFrom }) => [
    ...list(envFrom).map(({ secretRef }) => secretRef?.name),
    ...list(env).map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
  ]);
  const mounted = list(spec.volumes).flatMap(({ secret, projected }) => [
    secret?.secretName,
    ...list(projected?.sources).map((source) => source.secret?.name),
  ]);
  return [...names, ...mounted].filter((name) => name !== undefined);
}

/** What is no list is left for the API server to refuse. */
function list<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}
