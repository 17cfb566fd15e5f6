import { timeScale } from '../../../environments/embedded/time-scale.ts';
import type { Environment, ObjectStoreAccess, Patience } from '../../../environments/environment.ts';
import { guestClient } from '../../../environments/existing/guest-client.ts';
import { createPassThrough } from '../../../environments/existing/pass-through.ts';
import { removeStored } from '../../../environments/existing/remove-stored.ts';
import { takeNamespace } from '../../../environments/existing/run-owner.ts';
import { type WrittenKeys, writtenKeys } from '../../../environments/existing/written-keys.ts';
import { createStoreGateway } from '../../../environments/gateway/store-gateway.ts';
import { startRelay } from '../../../environments/relay/start-relay.ts';
import { EnvironmentError } from '../../../errors/environment-error.ts';
import type { Iam } from '../../../iam/iam.ts';
import { isNamespaced } from '../../../kubernetes/resource-path.ts';
import type { ExistingChoice } from '../../../scenario/environment-choice.ts';
import type { PlatformBasis } from '../../platform.ts';
import type { EnvironmentNeeds } from '../choose-environment.ts';
import type { AcceptConnection, PreparedEnvironment, StoreFront } from '../prepared-environment.ts';
import { type ExistingPlan, planExisting } from './plan-existing.ts';
import type { UnreadToken } from './unread-token.ts';

/** Somebody's cluster pulls images, and has other things to do. */
const patience: Patience = { ready: 180_000, config: 30_000, traffic: 60_000, evidence: 20_000 };

/** A real scanner loads its models, and true timing counts a spec's own delays. */
const longPatience = 900_000;

/**
 * A cluster and a bucket that somebody has: pods reach the Edge through a relay in the run's namespace, and the Edge hands S3
 * requests on. S3 itself gets them as the agents signed them; before a store that stands in for it the harness judges.
 */
export function prepareExisting(
  choice: ExistingChoice,
  needs: EnvironmentNeeds,
  { iam }: PlatformBasis,
): PreparedEnvironment {
  const upstream = Promise.withResolvers<ObjectStoreAccess>();
  const unanswered: Unanswered = new Map();
  const front = storeFront(choice, needs, iam, { upstream: upstream.promise, unanswered });
  const written = writtenKeys(front, choice.bucket);
  const tokens = tokenOfSecret();
  return {
    store: written,
    acceptsToken: tokens.accepts,
    async start(accept) {
      await using stack = new AsyncDisposableStack();
      stack.use(front);
      const plan = stack.use(await planExisting(planOptions(choice, needs)));
      upstream.resolve(await plan.bucket.credentials());
      if (plan.unreadToken !== undefined) tokens.open(plan.unreadToken);
      tell(plan, needs);
      const started = await start(choice, needs, { plan, written, unanswered, accept, stack });
      const owned = stack.move();
      return { ...started, [Symbol.asyncDispose]: () => owned.disposeAsync() };
    },
  };
}

type Started = Omit<Environment, typeof Symbol.asyncDispose>;

async function start(
  choice: ExistingChoice,
  { options, signal, progress, note, setUp }: EnvironmentNeeds,
  parts: {
    readonly plan: ExistingPlan;
    readonly written: WrittenKeys;
    readonly unanswered: Unanswered;
    readonly accept: AcceptConnection;
    readonly stack: AsyncDisposableStack;
  },
): Promise<Started> {
  const { plan, written, unanswered, accept, stack } = parts;
  const { namespace, requests, bucket } = plan;
  const { runId, realTime } = options;
  signal.throwIfAborted();
  progress(`listing the bucket ${choice.bucket}`);
  const before = await bucket.keys();
  const made = () => [...written.begun].filter((key) => !before.has(key));

  // In this order when it ends: first the way of the pods to here, so that nobody writes any more; then what they wrote, while it
  // is on record; then they themselves and the record; then what the store still took of the uploads that were cut off.
  const { cleanCommand } = plan;
  const record = { runId, bucket: choice.bucket, region: setUp.region, endpoint: choice.s3Endpoint };
  let left = made;
  stack.defer(() => removeStored({ requests, namespace, bucket, record, cleanCommand, keys: left() }));
  signal.throwIfAborted();
  const owner = stack.use(await takeNamespace({ requests, namespace, record, cleanCommand, progress, note }));
  stack.defer(async () => {
    try {
      const there = await bucket.keys();
      await bucket.remove(made().filter((key) => there.has(key)));
      left = () => made().filter((key) => written.storedAt(key) === undefined);
    } catch {
      // It is tried again when the pods are gone, and told then.
    }
  });
  written.recordBy(() => owner.writeKeys(made()));
  const relay = await startRelay({
    ...plan.relay,
    kubeconfig: plan.target.kubeconfig,
    runId,
    ownerReferences: owner.references,
    // It goes with the run's record.
    keep: true,
    onConnection: accept,
    onProgress: progress,
  });
  stack.use(relay);
  signal.throwIfAborted();
  const slow = realTime || choice.agentImages.source === 'real';
  return {
    name: 'existing',
    kubeconfig: plan.target.kubeconfig,
    timeScale: timeScale(realTime),
    patience: slow ? { ...patience, ready: longPatience } : patience,
    podOverlay: plan.overlay(relay.address),
    tenancy: {
      namespace,
      asGuest: (cluster) =>
        guestClient(cluster, {
          owner,
          leftAlone: new Set([...plan.presentSecrets, ...plan.needlessSecrets]),
          isClusterScoped: (kind) => !isNamespaced(kind),
        }),
    },
    agentKey: undefined,
    objectStore: await bucket.credentials(),
    // What a NetworkPolicy drops is not seen from here: the agents' own words tell.
    blockedConnections: [],
    async storedObjects(name) {
      if (name !== choice.bucket) return [];
      owner.requireHeld();
      requireReached(unanswered, written);
      const there = await bucket.keys();
      // What others write meanwhile is theirs, and not read.
      const own = [...written.begun].filter((key) => there.has(key));
      return bucket.read(own, (key) => written.storedAt(key));
    },
    writeEvidence: async () => [],
  };
}

/** Requests that the store has not answered, nor when they came again: by host and path, or by path where there is one host. */
type Unanswered = Map<string, { readonly host: string; readonly reason: string }>;

/** Throws `EnvironmentError` where an upload failed since the harness itself does not get to the store: no manifest's fault. */
function requireReached(unanswered: Unanswered, { begun, storedAt }: WrittenKeys): void {
  const [first] = unanswered.values();
  if (first === undefined || [...begun].every((key) => storedAt(key) !== undefined)) return;
  const { host, reason } = first;
  throw new EnvironmentError(
    `The harness hands the agents' requests on to the store that they name, and does not get to ${host} (${reason}): see that this machine does, and that the files name the right host.`,
  );
}

function planOptions(choice: ExistingChoice, needs: EnvironmentNeeds) {
  const { options, deployment, snapshot, setUp, progress } = needs;
  return {
    ...{ choice, options, deployment, snapshot, progress },
    region: setUp.region,
    timeScale: timeScale(options.realTime),
  };
}

function storeFront(
  choice: ExistingChoice,
  { setUp }: EnvironmentNeeds,
  iam: Iam,
  { upstream, unanswered }: { upstream: Promise<ObjectStoreAccess>; unanswered: Unanswered },
): StoreFront & AsyncDisposable {
  if (choice.s3Endpoint === undefined) {
    const passThrough = createPassThrough({
      onUnreachable: ({ host, path }, reason) => void unanswered.set(`${host}${path}`, { host, reason }),
      onReached: ({ host, path }) => void unanswered.delete(`${host}${path}`),
    });
    return { handle: passThrough.handle, [Symbol.asyncDispose]: async () => passThrough[Symbol.dispose]() };
  }
  const { region, user, policies, ownKey, furtherKeys } = setUp;
  for (const key of ownKey === undefined ? furtherKeys : [ownKey, ...furtherKeys]) iam.addAccessKey({ ...key, user });
  for (const { document } of policies) iam.putUserPolicy(user, 'artifacts', document);
  const { s3Endpoint } = choice;
  const onFault = (fault: unknown, path: string) =>
    void unanswered.set(path, { host: s3Endpoint, reason: (fault as Error).message });
  const onAnswered = (path: string) => void unanswered.delete(path);
  return createStoreGateway({ accounts: iam, region, upstream, onFault, onAnswered });
}

/** Takes the first token that an agent shows for the one in a Secret that the harness does not read; a second one is none. */
function tokenOfSecret() {
  let unread: UnreadToken | undefined;
  let shown: string | undefined;
  return {
    open(token: UnreadToken) {
      unread = token;
    },
    accepts(token: string) {
      if (unread === undefined || unread.others.has(token)) return false;
      shown ??= token;
      return token === shown;
    },
  };
}

function tell(plan: ExistingPlan, { note }: EnvironmentNeeds): void {
  const { target, namespace, presentSecrets, clusterScoped, warnings } = plan;
  for (const warning of warnings) note(warning);
  note(`context ${target.context} (${target.server}), namespace ${namespace}`);
  if (presentSecrets.size > 0)
    note(`there already, used as they are and not read: Secret ${[...presentSecrets].join(', ')}`);
  note('a call to a host that neither the products nor a file name is not seen here: docs/differences.md');
  for (const { title, state } of clusterScoped) note(`not applied: ${title}, which ${state}`);
}
