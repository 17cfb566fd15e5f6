import type { ConformanceCase } from '../conformance-case.ts';
import { type Outcome, outcomeOf } from './outcome-of.ts';
import { buildRequest, type RequestSpec } from './request-spec.ts';
import type { S3Target } from './s3-target.ts';
import { type RawAnswer, sendRequest } from './send-request.ts';

export type S3Case = ConformanceCase<S3Target>;

/** What of an answer later cases need: the text of an element, or a header, by the name of the note. */
export type Notes = Readonly<Record<string, string>>;

/** One request and what comes of it; `notes` keeps server-made names, for example `{ upload: 'UploadId' }`. */
export function call(name: string, spec: RequestSpec, notes: Notes = {}): S3Case {
  return { name, run: (target) => send(spec, target, notes) };
}

/** Requests one after the other, each with its outcome: a change and what it shows afterwards. */
export function calls(name: string, ...specs: readonly RequestSpec[]): S3Case {
  return {
    name,
    async run(target) {
      const outcomes: Outcome[] = [];
      for (const spec of specs) outcomes.push(await send(spec, target));
      return outcomes;
    },
  };
}

async function send(spec: RequestSpec, target: S3Target, notes: Notes = {}): Promise<Outcome> {
  const request = buildRequest(spec, target);
  const answer = await sendRequest(target.access.endpoint, request);
  for (const [note, source] of Object.entries(notes)) target.notes.set(note, read(answer, source));
  return outcomeOf(answer, target, 'origin' in request.headers);
}

function read({ headers, body }: RawAnswer, source: string): string {
  const text = new RegExp(`<${source}>([^<]*)<`).exec(body.toString('utf8'))?.[1] ?? '';
  return headers[source] ?? text.replaceAll('&quot;', '"');
}
