import type { ConformanceGroup } from '../../conformance-suite.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { kindCases } from './kinds.ts';

/** Calls of the API. */
export const callGroups: readonly ConformanceGroup<KubernetesTarget>[] = [{ name: 'every kind', cases: kindCases }];
