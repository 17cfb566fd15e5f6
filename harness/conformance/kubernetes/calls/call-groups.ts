import type { ConformanceGroup } from '../../conformance-suite.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { accessCases } from './access.ts';
import { admissionCases } from './admission.ts';
import { applyCases } from './apply.ts';
import { concurrencyCases } from './concurrency.ts';
import { deletionCases } from './deletions.ts';
import { jsonPatchCases } from './json-patches.ts';
import { kindCases } from './kinds.ts';
import { listCases } from './lists.ts';
import { mergePatchCases, strategicPatchCases } from './merge-patches.ts';
import { normalFormCases } from './normal-forms.ts';
import { pathCases } from './paths.ts';
import { representationCases } from './representations.ts';
import { serverDocumentCases } from './server-documents.ts';
import { statusRuleCases } from './status-rules.ts';
import { subresourceCases } from './subresources.ts';
import { tableCases } from './tables.ts';
import { watchCases } from './watches.ts';
import { writeOptionCases } from './write-options.ts';

/** Calls of the API. */
export const callGroups: readonly ConformanceGroup<KubernetesTarget>[] = [
  { name: 'every kind', cases: kindCases },
  { name: 'versions', cases: concurrencyCases },
  { name: 'JSON patches', cases: jsonPatchCases },
  { name: 'merge patches', cases: mergePatchCases },
  { name: 'strategic patches', cases: strategicPatchCases },
  { name: 'apply', cases: applyCases },
  { name: 'writes', cases: writeOptionCases },
  { name: 'deletions', cases: deletionCases },
  { name: 'lists', cases: listCases },
  { name: 'watches', cases: watchCases },
  { name: 'representations', cases: representationCases },
  { name: 'tables', cases: tableCases },
  { name: 'sub-resources', cases: [...subresourceCases, ...statusRuleCases] },
  { name: 'paths', cases: pathCases },
  { name: 'server documents', cases: serverDocumentCases },
  { name: 'access', cases: accessCases },
  { name: 'admission', cases: admissionCases },
  { name: 'normal forms', cases: normalFormCases },
];
