import { defaultNamespace } from '../manifests/namespace-of.ts';
import type { StandIn } from '../scenario/run-options.ts';
import type { EditableFiles } from './editable-files.ts';

/** Where the manifests put the agent's pods. Throws `NothingToEdit` where none runs it. */
export function namespaceOfAgent(files: EditableFiles, role: StandIn): string {
  return String(files.agent(role).getIn(['metadata', 'namespace']) ?? defaultNamespace);
}
