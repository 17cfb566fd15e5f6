import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { awaitObject, create, read, release, remove } from './cluster-steps.ts';
import { Departures, type Member } from './departures.ts';
import { image, server } from './pod-case.ts';

const held = { finalizers: ['example.com/held'] };
const policies = { background: 'Background', foreground: 'Foreground', orphan: 'Orphan' } as const;

function cascadeCase(
  name: string,
  run: (target: KubernetesTarget) => Promise<unknown>,
): ConformanceCase<KubernetesTarget> {
  return { name, needs: ['nodes'], run };
}

/** A ConfigMap of a tree; each owner may be marked as one that waits for it. */
async function member(
  target: KubernetesTarget,
  name: string,
  owners: readonly Member[] = [],
  { blocks = false, ...metadata }: { readonly blocks?: boolean; readonly finalizers?: readonly string[] } = {},
): Promise<Member> {
  const ownerReferences = owners.map(({ metadata: { name, uid } }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name,
    uid,
    ...(blocks && { blockOwnerDeletion: true }),
  }));
  const labels = { tree: treeOf(name) };
  const object = { kind: 'ConfigMap', metadata: { name, labels, ownerReferences, ...metadata } };
  return (await create(target, object)) as Member;
}

function treeOf(name: string): string {
  return name.split('.')[0] ?? '';
}

const at = (name: string) => `configmaps/${name}`;
const by = (policy: keyof typeof policies) => `?propagationPolicy=${policies[policy]}`;

async function look(target: KubernetesTarget, name: string): Promise<unknown> {
  return shown(await read<Member>(target, at(name)));
}

/** What deletion has made of an object, or that it is gone. */
function shown({ kind, metadata }: Member): unknown {
  if (kind === 'Status') return 'gone';
  return {
    finalizers: metadata.finalizers,
    isDeleting: metadata.deletionTimestamp !== undefined,
    owners: metadata.ownerReferences?.map(({ kind, name }) => `${kind} ${name}`),
  };
}

const tree = ['/apis/apps/v1/deployments', '/apis/apps/v1/replicasets', '/api/v1/pods'] as const;

/** A Deployment of two pods that run. */
async function deploy(target: KubernetesTarget, name: string): Promise<void> {
  const labels = { tree: name };
  const metadata = { name, labels };
  const container = { name: 'c', image, command: server };
  const template = { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } };
  const spec = { replicas: 2, selector: { matchLabels: labels }, template };
  await create(target, { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec });
  await awaitObject<{ status?: { availableReplicas?: number } }>(
    target,
    `apps/v1:deployments/${name}`,
    ({ status }) => status?.availableReplicas === 2,
  );
}

/** What goes with its owner, before it, or stays. */
export const cascadeCases: readonly ConformanceCase<KubernetesTarget>[] = [
  cascadeCase('in the background the owner goes first', async (target) => {
    await using departures = await Departures.of(target, 'back');
    const owner = await member(target, 'back.owner');
    const child = await member(target, 'back.child', [owner], { blocks: true });
    await member(target, 'back.grandchild', [child]);
    const answer = await remove(target, at('back.owner') + by('background'));
    return { answer: answer.status, gone: await departures.next(3) };
  }),
  cascadeCase('in the foreground the owner goes last', async (target) => {
    await using departures = await Departures.of(target, 'fore');
    const owner = await member(target, 'fore.owner');
    const child = await member(target, 'fore.child', [owner], { blocks: true });
    await member(target, 'fore.grandchild', [child], { blocks: true });
    const answer = await remove(target, at('fore.owner') + by('foreground'));
    return { answer: shown(answer as Member), gone: await departures.next(3) };
  }),
  cascadeCase('in the foreground the owner waits for a dependent that a finalizer holds', async (target) => {
    await using departures = await Departures.of(target, 'wait');
    const owner = await member(target, 'wait.owner');
    await member(target, 'wait.child', [owner], { blocks: true, ...held });
    await remove(target, at('wait.owner') + by('foreground'));
    await awaitObject<Member>(target, at('wait.child'), ({ metadata }) => metadata.deletionTimestamp !== undefined);
    const waiting = { owner: await look(target, 'wait.owner'), child: await look(target, 'wait.child') };
    await release(target, at('wait.child'));
    return { waiting, gone: await departures.next(2) };
  }),
  cascadeCase('in the foreground the owner does not wait for a dependent that does not block it', async (target) => {
    await using departures = await Departures.of(target, 'free');
    const owner = await member(target, 'free.owner');
    await member(target, 'free.child', [owner], held);
    await remove(target, at('free.owner') + by('foreground'));
    const gone = await departures.next(1);
    await awaitObject<Member>(target, at('free.child'), ({ metadata }) => metadata.deletionTimestamp !== undefined);
    await release(target, at('free.child'));
    return { gone: [...gone, ...(await departures.next(1))] };
  }),
  cascadeCase('an orphan keeps its own dependents, and forgets its owner', async (target) => {
    await using departures = await Departures.of(target, 'orphan');
    const owner = await member(target, 'orphan.owner');
    const child = await member(target, 'orphan.child', [owner], { blocks: true });
    await member(target, 'orphan.grandchild', [child]);
    const answer = await remove(target, at('orphan.owner') + by('orphan'));
    const gone = await departures.next(1);
    return {
      answer: shown(answer as Member),
      gone,
      child: await look(target, 'orphan.child'),
      grandchild: await look(target, 'orphan.grandchild'),
    };
  }),
  cascadeCase('of two owners the second takes the dependent along', async (target) => {
    await using departures = await Departures.of(target, 'two');
    const owners = [await member(target, 'two.a'), await member(target, 'two.b')];
    await member(target, 'two.child', owners);
    await remove(target, at('two.a') + by('background'));
    await awaitObject<Member>(target, at('two.child'), ({ metadata }) => metadata.ownerReferences?.length === 1);
    const between = await look(target, 'two.child');
    await remove(target, at('two.b') + by('background'));
    return { between, gone: await departures.next(3) };
  }),
  cascadeCase('an owner that a finalizer holds keeps its dependents', async (target) => {
    await using departures = await Departures.of(target, 'kept');
    const owner = await member(target, 'kept.owner', [], held);
    await member(target, 'kept.child', [owner]);
    const answer = await remove(target, at('kept.owner') + by('background'));
    const child = await look(target, 'kept.child');
    await release(target, at('kept.owner'));
    return { answer: shown(answer as Member), child, gone: await departures.next(2) };
  }),
  cascadeCase('a dependent of nobody goes', async (target) => {
    await using departures = await Departures.of(target, 'nobody');
    const owner = await member(target, 'nobody.owner');
    await remove(target, at('nobody.owner'));
    await departures.next(1);
    await member(target, 'nobody.child', [owner]);
    return { gone: await departures.next(1) };
  }),
  ...(['background', 'foreground'] as const).map((policy) =>
    cascadeCase(`a Deployment goes with its whole tree in the ${policy}`, async (target) => {
      await using departures = await Departures.of(target, policy, ...tree);
      await deploy(target, policy);
      await remove(target, `apps/v1:deployments/${policy}${by(policy)}`);
      return { gone: await departures.next(1, 1, 2) };
    }),
  ),
  cascadeCase('a Deployment goes with its whole tree where nothing is said', async (target) => {
    await using departures = await Departures.of(target, 'unsaid', ...tree);
    await deploy(target, 'unsaid');
    await remove(target, 'apps/v1:deployments/unsaid');
    return { gone: await departures.next(1, 1, 2) };
  }),
  cascadeCase('a Deployment leaves its pods where it orphans them', async (target) => {
    await using departures = await Departures.of(target, 'left', ...tree);
    await deploy(target, 'left');
    await remove(target, `apps/v1:deployments/left${by('orphan')}`);
    const gone = await departures.next(1);
    const { items: sets } = await read<{ items: Member[] }>(target, 'apps/v1:replicasets?labelSelector=tree%3Dleft');
    const { items: pods } = await read<{ items: Member[] }>(target, 'pods?labelSelector=tree%3Dleft');
    const [set] = sets;
    await remove(target, `apps/v1:replicasets/${set?.metadata.name}${by('background')}`);
    return {
      gone,
      sets: sets.map(({ metadata }) => metadata.ownerReferences ?? []),
      owners: pods.map(({ metadata }) => metadata.ownerReferences?.map(({ kind }) => kind)),
      after: await departures.next(0, 1, 2),
    };
  }),
];
