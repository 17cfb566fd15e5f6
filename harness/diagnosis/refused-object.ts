import { ScenarioFailure } from '../errors/scenario-failure.ts';
import type { KubernetesError } from '../kubernetes/kubernetes-error.ts';
import type { FieldSegments, Manifest } from '../manifests/manifest.ts';
import { mistypedFields } from './mistyped-fields.ts';

/** A kind that the server does not serve. */
const notFound = 404;

/** The failure that an object of the user's was refused by the API server, with the lines of the fields it names. */
export function refusedObject(manifest: Manifest, error: KubernetesError): ScenarioFailure {
  const { kind, metadata } = manifest.object;
  const { apiVersion } = manifest.object;
  if (error.status === notFound) {
    const sentence = `The API server knows no ${kind} in ${apiVersion}: correct apiVersion or kind, or leave the object out.`;
    return new ScenarioFailure(sentence, { positions: [manifest.locate(['apiVersion'])] });
  }
  const named = [...error.causes.map(({ field }) => field ?? ''), ...quotedPaths(error.message)];
  const paths = [
    ...named.filter((path) => path !== '').map(fieldSegments),
    ...mistypedFields(manifest.object, error.message),
  ];
  const positions = paths.map((path) => manifest.locate(path));
  const distinct = [...new Map(positions.map((position) => [position.line, position])).values()];
  return new ScenarioFailure(`The API server refuses ${kind} ${metadata.name ?? ''}: ${error.message}`, {
    positions: distinct.length > 0 ? distinct : [manifest.locate([])],
  });
}

/** `unknown field "spec.template.spec.containers[0].livenesProbe"` and the like. */
function quotedPaths(message: string): string[] {
  return [...message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)].map(([, path]) => path ?? '');
}

/** `spec.containers[0].env[2]` as segments; a key in brackets, as in `labels[app]`, stays a name. */
export function fieldSegments(path: string): FieldSegments {
  return [...path.matchAll(/[^.[\]]+|\[([^\]]*)\]/g)].map(([text, bracketed]) => {
    const segment = bracketed ?? text;
    return /^\d+$/.test(segment) ? Number(segment) : segment;
  });
}
