import { ScenarioFailure } from '../errors/scenario-failure.ts';
import type { KubernetesError } from '../kubernetes/kubernetes-error.ts';
import type { FieldSegments, Manifest } from '../manifests/manifest.ts';

/** The failure that an object of the user's was refused by the API server, with the lines of the fields it names. */
export function refusedObject(manifest: Manifest, error: KubernetesError): ScenarioFailure {
  const { kind, metadata } = manifest.object;
  const paths = [...error.causes.map(({ field }) => field ?? ''), ...quotedPaths(error.message)].filter(
    (path) => path !== '',
  );
  const positions = paths.map((path) => manifest.locate(fieldSegments(path)));
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
