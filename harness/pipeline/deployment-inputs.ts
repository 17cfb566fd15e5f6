import { randomBytes } from 'node:crypto';
import type { V1Container } from '@kubernetes/client-node';
import type { AccessKey } from '../environments/environment.ts';
import { InputError } from '../errors/input-error.ts';
import { isNamespaced } from '../kubernetes/resource-path.ts';
import {
  type ContainerVariable,
  containerEnvironment,
  type LocatedContainer,
  locatedContainers,
} from '../manifests/container-environment.ts';
import { fillSecret } from '../manifests/fill-secrets.ts';
import type { Manifest } from '../manifests/manifest.ts';
import { defaultNamespace, namespaceOf } from '../manifests/namespace-of.ts';
import { parseManifests } from '../manifests/parse-manifests.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { readText } from '../manifests/read-text.ts';
import { secretData } from '../manifests/secret-data.ts';
import type { EnvironmentChoice, ExistingChoice } from '../scenario/environment-choice.ts';
import type { RunOptions, StandIn } from '../scenario/run-options.ts';
import { homeNamespace, inNamespace } from './home-namespace.ts';
import { imageRole } from './image-roles.ts';

/** A container that runs one of the two agents, with the variables that the user's files give it. */
export interface AgentContainer extends LocatedContainer {
  readonly role: StandIn;
  readonly namespace: string;
  readonly container: V1Container;
  readonly variables: ReadonlyMap<string, ContainerVariable>;
  /** Secrets of the user's own files that the container takes variables from. */
  readonly secrets: readonly Manifest[];
}

/** Which files are read, and for which environment. */
interface DeploymentFiles extends Pick<RunOptions, 'manifests' | 'secrets' | 'images'> {
  readonly environment:
    | Pick<ExistingChoice, 'name' | 'namespace'>
    | { readonly name: Exclude<EnvironmentChoice['name'], 'existing'> };
}

/** The user's files, read, and what the run puts beside them. */
export interface DeploymentInputs {
  readonly manifests: readonly Manifest[];
  /** Secrets that the run makes because the manifests do not hold them, with this S3 key in the place of the placeholders. */
  madeSecrets(key: AccessKey): { readonly manifest: Manifest; readonly namespace: string }[];
  readonly namespaces: readonly string[];
  readonly agents: readonly AgentContainer[];
  /** The token of the run's Qplane environment. */
  readonly registrationToken: string;
  /** An S3 key that the run drew, for an environment that issues none. */
  readonly ownKey: AccessKey;
  /** Keys of the user's own Secrets, which IAM shall know too. */
  readonly furtherKeys: readonly AccessKey[];
}

/** Reads manifests and Secrets. Throws `InputError` with file and line. */
export async function readDeployment(options: DeploymentFiles, guideSecrets: string): Promise<DeploymentInputs> {
  const read = await readManifests(options.manifests);
  const given = options.secrets === undefined ? [] : await readSecrets(options.secrets);
  const { environment } = options;
  const home = environment.name === 'existing' ? homeNamespace([...read, ...given], environment.namespace) : undefined;
  const manifests = home === undefined ? read : read.map((manifest) => inNamespace(manifest, home));
  const guide = await readSecrets(guideSecrets);
  const isSecret = ({ object }: Manifest) => object.kind === 'Secret';
  const written = manifests.filter(isSecret);
  const added = firstOfEachName([...given, ...guide], new Set(written.map(({ object }) => object.metadata.name)));

  const ownKey: AccessKey = {
    accessKeyId: `AKIA${randomText('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
    secretAccessKey: randomText('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 40),
  };
  const registrationToken = tokenOfUser(manifests, [...written, ...given], options) ?? drawnToken();
  const filled = (key: AccessKey) => added.map((secret) => fillSecret(secret, { ...key, registrationToken }));
  const made = filled(ownKey);

  const sources = [...manifests, ...made];
  const agents = agentContainers(manifests, sources, options, guideSecrets);
  const namespaced = manifests.filter(({ object }) => isNamespaced(object.kind));
  const namespaces = [...new Set([home ?? defaultNamespace, ...namespaced.map(namespaceOf)])];
  return {
    manifests,
    madeSecrets: (key) =>
      filled(key).flatMap((manifest) => {
        const named = manifest.object.metadata.namespace;
        return (named === undefined ? namespaces : [named]).map((namespace) => ({ manifest, namespace }));
      }),
    namespaces,
    agents,
    registrationToken,
    ownKey,
    furtherKeys: accessKeysOf([...written, ...made], agents).filter(
      ({ accessKeyId }) => accessKeyId !== ownKey.accessKeyId,
    ),
  };
}

async function readSecrets(file: string): Promise<Manifest[]> {
  const manifests = parseManifests(await readText(file), file);
  const other = manifests.find(({ object }) => object.kind !== 'Secret');
  if (other !== undefined) {
    throw new InputError(
      `a ${other.object.kind} is no Secret: --secrets takes Secret manifests only.`,
      other.locate(['kind']),
    );
  }
  return manifests;
}

function firstOfEachName(secrets: readonly Manifest[], taken: ReadonlySet<string | undefined>): Manifest[] {
  const names = new Set(taken);
  return secrets.filter(({ object: { metadata } }) => {
    const fresh = !names.has(metadata.name);
    names.add(metadata.name);
    return fresh;
  });
}

function agentContainers(
  manifests: readonly Manifest[],
  sources: readonly Manifest[],
  options: Pick<RunOptions, 'images'>,
  guideSecrets?: string,
): AgentContainer[] {
  const own = sources.filter(({ object, file }) => object.kind === 'Secret' && file !== guideSecrets);
  return locatedContainers(manifests).flatMap((located) => {
    const role = imageRole(located.container.image ?? '', options.images);
    if (role === undefined || role === 'idle') return [];
    const variables = containerEnvironment(located, sources);
    const drawn = secretNames(located.container);
    const secrets = own.filter(({ object }) => drawn.has(object.metadata.name));
    return [{ ...located, role, namespace: namespaceOf(located.manifest), variables, secrets }];
  });
}

function secretNames({ env = [], envFrom = [] }: V1Container): Set<string | undefined> {
  const names = [
    ...envFrom.map(({ secretRef }) => secretRef?.name),
    ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
  ];
  return new Set(names.filter((name) => name !== undefined));
}

/** The token that Qtap gets from a Secret of the user's own; undefined when it comes from the run, or from no Secret. */
function tokenOfUser(
  manifests: readonly Manifest[],
  secrets: readonly Manifest[],
  options: Pick<RunOptions, 'images'>,
): string | undefined {
  const qtap = agentContainers(manifests, secrets, options).find(({ role }) => role === 'qtap');
  const token = qtap?.variables.get('REGISTRATION_TOKEN');
  if (token?.origin?.object.kind !== 'Secret' || token.value === '' || token.value.includes('${')) return undefined;
  return token.value;
}

function accessKeysOf(secrets: readonly Manifest[], agents: readonly AgentContainer[]): AccessKey[] {
  const inSecrets = secrets
    .map((secret) => secretData(secret.object))
    .map((data) => [data.AWS_ACCESS_KEY_ID, data.AWS_SECRET_ACCESS_KEY]);
  const inAgents = agents.map(({ variables }) => {
    const pair = [variables.get('AWS_ACCESS_KEY_ID'), variables.get('AWS_SECRET_ACCESS_KEY')];
    return pair.map((variable) => (variable?.origin?.object.kind === 'Secret' ? variable.value : undefined));
  });
  const keys = [...inSecrets, ...inAgents].flatMap(([accessKeyId, secretAccessKey]) =>
    accessKeyId && secretAccessKey ? [{ accessKeyId, secretAccessKey }] : [],
  );
  return [...new Map(keys.map((key) => [key.accessKeyId, key])).values()];
}

function drawnToken(): string {
  return `qpt_${randomBytes(18).toString('hex')}`;
}

function randomText(alphabet: string, length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}
