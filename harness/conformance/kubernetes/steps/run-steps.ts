import { setTimeout } from 'node:timers/promises';
import { isJsonObject, type Json, type JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { WatchLines } from '../../../environments/embedded/cluster/api/testing/watch-lines.ts';
import type { KubernetesAnswer, KubernetesTarget } from '../kubernetes-target.ts';
import { Redaction } from './redaction.ts';
import { shapeOf } from './shape-of.ts';
import type { CallStep, EventsStep, Kept, Step } from './step.ts';

/** Takes the steps in order and resolves to what of their answers counts, without what differs between two runs. */
export async function runSteps(target: KubernetesTarget, steps: readonly Step[]): Promise<unknown[]> {
  await using watches = new AsyncDisposableStack();
  const open = new Map<string, WatchLines>();
  const answers: unknown[] = [];
  const redaction = new Redaction(target.namespace);
  const outcomes: unknown[] = [];
  for (const step of steps) {
    if ('watch' in step) {
      open.set(step.watch, watches.use(await target.watch(fill(step.path, target, answers))));
      answers.push(undefined);
    } else if ('events' in step) {
      outcomes.push(redaction.of(await readEvents(open.get(step.events), step)));
      answers.push(undefined);
    } else {
      const answer = await call(target, step, answers);
      answers.push(parsed(answer.text));
      if (step.keep !== 'nothing') outcomes.push(redaction.of(outcomeOf(answer, step.keep ?? 'all')));
    }
  }
  return outcomes;
}

async function call(target: KubernetesTarget, step: CallStep, answers: readonly unknown[]): Promise<KubernetesAnswer> {
  const { method, path, body, accept, isAnonymous } = step;
  const contentType = step.contentType ?? (body === undefined ? undefined : 'application/json');
  return target.call({
    method,
    path: fill(path, target, answers),
    headers: {
      ...(contentType !== undefined && { 'Content-Type': contentType }),
      ...(accept !== undefined && { Accept: accept }),
      ...step.headers,
    },
    ...(body !== undefined && {
      body: Buffer.isBuffer(body)
        ? body
        : fill(typeof body === 'string' ? body : JSON.stringify(body), target, answers),
    }),
    ...(isAnonymous !== undefined && { isAnonymous }),
  });
}

/** Puts the namespace and fields of earlier answers where `{ns}` and `{0.metadata.uid}` stand. */
function fill(text: string, { namespace }: KubernetesTarget, answers: readonly unknown[]): string {
  return text.replace(/\{(ns|\d+(?:\.\w+)+)\}/g, (_, place: string) => {
    if (place === 'ns') return namespace;
    const [index = '', ...fields] = place.split('.');
    let value = answers[Number(index)];
    for (const field of fields) value = isJsonObject(value) ? value[field] : undefined;
    if (value === undefined) throw new Error(`A step needs ${place}, which the answer does not have.`);
    return String(value);
  });
}

/** How long an event may be in coming before there is none; milliseconds. Servers send theirs at once. */
const patience = 4000;

async function silence(after: number): Promise<'silence'> {
  return setTimeout(after, 'silence' as const, { ref: false });
}

async function readEvents(watch: WatchLines | undefined, { events, count, keep }: EventsStep): Promise<unknown> {
  if (!watch) throw new Error(`The watch ${events} was never opened.`);
  const read: unknown[] = [];
  while (count === 'end' || read.length < count) {
    const event = await Promise.race([watch.next().catch(() => undefined), silence(patience)]);
    if (event === 'silence') read.push(event);
    if (event === undefined || event === 'silence') break;
    const { type, object } = event;
    const { metadata } = object as { metadata?: { name?: string } };
    read.push(keep === 'names' ? `${type} ${metadata?.name ?? ''}` : { type, object: counted(object) });
  }
  return read;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function outcomeOf({ status, headers, text }: KubernetesAnswer, kept: Kept): unknown {
  if (kept === 'status' || (kept === 'refusal' && status < 400)) return { status };
  const body = parsed(text);
  const type = headers['content-type'];
  const { warning, allow } = headers;
  const head = {
    status,
    ...(type !== 'application/json' && { type: type ?? 'none' }),
    ...(warning !== undefined && { warnings: [warning].flat().flatMap((line) => line.split(/, (?=299 )/)) }),
    ...(kept === 'headers' && { allow, authenticate: headers['www-authenticate'], location: headers.location }),
  };
  if (status >= 400) return { ...head, body };
  if (kept === 'shape') return { ...head, body: shapeOf(body) };
  if (kept === 'table') return { ...head, table: tableOf(body) };
  if (kept === 'items') return { ...head, items: namesOf(body) };
  return { ...head, body: kept === 'owners' ? body : counted(body, kept) };
}

function namesOf(list: unknown): unknown {
  const { items, rows, metadata } = list as Record<'items' | 'rows', readonly Item[] | undefined> & {
    metadata: unknown;
  };
  return { metadata, names: (items ?? rows ?? []).map((item) => (item.object ?? item).metadata?.name) };
}

/** Columns and cells; what a column is for is prose. */
function tableOf(body: unknown): unknown {
  const { columnDefinitions, rows } = body as {
    columnDefinitions?: readonly { name: string; type: string; format: string; priority: number }[] | null;
    rows?: readonly { cells: unknown }[];
  };
  return {
    columns: columnDefinitions?.map(({ name, type, format, priority }) => `${name} ${type} ${format} ${priority}`),
    rows: rows?.map(({ cells }) => cells),
  };
}

interface Item {
  readonly object?: Item;
  readonly metadata?: { readonly name?: string };
}

/** Who owns which field is asked for apart; what controllers add is not the answer to a request. */
function counted(body: unknown, kept: Kept = 'all'): unknown {
  if (Array.isArray(body)) return body.map((item) => counted(item, kept));
  if (!isJsonObject(body)) return body;
  const copy: Record<string, unknown> = { ...body };
  if (isJsonObject(copy.metadata)) {
    const { managedFields: _managedFields, ...metadata } = copy.metadata as Record<string, Json>;
    if (kept === 'spec') {
      delete metadata.resourceVersion;
      const {
        'deployment.kubernetes.io/revision': _revision,
        'node.alpha.kubernetes.io/ttl': _ttl,
        ...annotations
      } = (metadata.annotations ?? {}) as JsonObject;
      if (Object.keys(annotations).length) metadata.annotations = annotations;
      else delete metadata.annotations;
    }
    copy.metadata = metadata;
  }
  if (kept === 'spec') delete copy.status;
  for (const field of ['items', 'rows', 'object']) if (field in copy) copy[field] = counted(copy[field], kept);
  return copy;
}
