import { randomInt } from 'node:crypto';
import type { NodeOptions } from '../environments/embedded/cluster/kubelet/node-object.ts';
import { parseNode } from '../environments/embedded/parse-node.ts';
import type { ImageRule, StandIn } from '../scenario/run-options.ts';
import { UsageError } from './usage-error.ts';

/** The seed of a run that is given none: the same traffic for everyone. */
export const defaultSeed = 1;

/** `--seed`. Throws `UsageError`. */
export function seedOf(text: string | undefined): number {
  if (text === undefined) return defaultSeed;
  if (text === 'random') return randomInt(2 ** 32);
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 32) return Number(text);
  throw new UsageError(`--seed takes a whole number from 0 to ${2 ** 32 - 1}, or "random"; not "${text}".`);
}

const mostRounds = 1_000;

/** `--repeat`. Throws `UsageError`. */
export function roundsOf(text: string | undefined): number {
  if (text === undefined) return 1;
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= mostRounds) return Number(text);
  throw new UsageError(`--repeat takes a whole number from 1 to ${mostRounds}, not "${text}".`);
}

/** Artifacts of `outages` unless said. */
export const defaultArtifacts = 500;
/** With fewer, outages might cost them all. */
const fewestArtifacts = 50;
const mostArtifacts = 50_000;

/** `--artifacts`, which is about one scenario; undefined `scenarios`: several are chosen in another way. Throws `UsageError`. */
export function artifactsOf(text: string | undefined, scenarios: readonly string[] | undefined): number {
  if (text === undefined) return defaultArtifacts;
  if (scenarios !== undefined && !scenarios.includes('outages')) {
    throw new UsageError('--artifacts is about the scenario outages: npm run scenario outages -- --artifacts 10000');
  }
  if (/^\d{1,5}$/.test(text) && Number(text) >= fewestArtifacts && Number(text) <= mostArtifacts) return Number(text);
  throw new UsageError(`--artifacts takes a whole number from ${fewestArtifacts} to ${mostArtifacts}, not "${text}".`);
}

const mostNodes = 20;
const standardNode = 'cpu=4,memory=16Gi';

/** `--nodes` standard nodes, one unless said or unless `--node` says something of its own, and each `--node`. Throws `UsageError`. */
export function nodesOf(count: string | undefined, texts: readonly string[] = []): NodeOptions[] {
  const standard = count === undefined ? Number(texts.length === 0) : /^\d{1,2}$/.test(count) ? Number(count) : 0;
  if (count !== undefined && (standard < 1 || standard > mostNodes)) {
    throw new UsageError(`--nodes takes a whole number from 1 to ${mostNodes}, not "${count}".`);
  }
  const specifications = [...Array.from({ length: standard }, () => standardNode), ...texts];
  const nodes = specifications.map((text, index) => nodeOf(text, `node-${index + 1}`));
  const twice = nodes.find(({ name }, index) => nodes.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) throw new UsageError(`Two nodes are named ${twice.name}: a cluster keeps one of them only.`);
  return nodes;
}

/** The one `--node` whose size manifests are made for, a standard one unless given. Throws `UsageError`. */
export function declaredNodeOf(texts: readonly string[] = []): Pick<NodeOptions, 'cpu' | 'memory'> {
  const [text = standardNode, ...more] = texts;
  const { cpu, memory, resources, labels, taints } = nodeOf(text, 'node-1');
  const further = [resources, labels, taints].some((part) => Object.keys(part ?? {}).length > 0);
  if (more.length > 0 || further || /(^|,)\s*name=/.test(text)) {
    throw new UsageError(
      '--node says in kind how large a node the manifests are made for: once, with cpu= and memory= only.',
    );
  }
  return { cpu, memory };
}

function nodeOf(text: string, name: string): NodeOptions {
  try {
    return parseNode(text, name);
  } catch (error) {
    throw new UsageError(`--node: ${(error as Error).message}`);
  }
}

/** `--image`, each. Throws `UsageError`. */
export function imageRulesOf(texts: readonly string[] = []): ImageRule[] {
  return texts.map((text) => {
    const { pattern, standIn } = /^(?<pattern>.+)=(?<standIn>qtap|qscan|idle)$/.exec(text)?.groups ?? {};
    if (pattern === undefined || standIn === undefined) {
      throw new UsageError(
        `--image takes PATTERN=qtap, PATTERN=qscan or PATTERN=idle, for example --image mirror.example/qtap=qtap; not "${text}".`,
      );
    }
    return { pattern, standIn: standIn as StandIn };
  });
}

/** A flag that names a file or folder. Throws `UsageError` for an empty one. */
export function pathOf(flag: string, value: string | undefined): string | undefined {
  if (value === '') throw new UsageError(`--${flag} needs a path.`);
  return value;
}

/** A repository of images, without tag. Throws `UsageError`. Source: github.com/distribution/reference. */
export function repositoryOf(what: string, text: string): string {
  if (/^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/.test(text)) return text;
  throw new UsageError(
    `${what} takes a repository without tag, for example registry.example/pii-harness; not "${text}".`,
  );
}

/** `--s3-endpoint`: the origin of a store. Throws `UsageError`. */
export function endpointOf(text: string | undefined): string | undefined {
  return originOf('s3-endpoint', text, 'http://127.0.0.1:4566');
}

/** A flag that names a server by its URL. Throws `UsageError`. */
export function originOf(flag: string, text: string | undefined, example: string): string | undefined {
  if (text === undefined) return undefined;
  if (URL.canParse(text)) {
    const { protocol, origin, href } = new URL(text);
    // Path, query and user would be dropped.
    if (/^https?:$/.test(protocol) && href === `${origin}/`) return origin;
  }
  // What is shown leaves out where a key or a password may stand.
  const shown = URL.canParse(text) ? `${new URL(text).protocol}//${new URL(text).host}…` : 'what is no URL';
  throw new UsageError(`--${flag} takes a URL without path or user, for example ${example}; not ${shown}.`);
}
