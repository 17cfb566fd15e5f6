import type { ConformanceGroup } from '../../conformance-suite.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { configurationCases } from './configuration.ts';
import { containerCases } from './containers.ts';
import { lifeCases } from './life.ts';
import { networkCases } from './network.ts';
import { podCase } from './pod-case.ts';
import { schedulingCases } from './scheduling.ts';
import { volumeCases } from './volumes.ts';
import { workloadCases } from './workloads.ts';

/** What only a cluster with nodes can show: how pods and workloads run, fail late, and what is said about it. */
export const nodeGroups: readonly ConformanceGroup<KubernetesTarget>[] = [
  { name: 'containers', isParallel: true, cases: containerCases.map(podCase) },
  { name: 'images, users and variables', isParallel: true, cases: configurationCases.map(podCase) },
  { name: 'volumes', isParallel: true, cases: volumeCases.map(podCase) },
  { name: 'life of containers', isParallel: true, cases: lifeCases.map(podCase) },
  { name: 'scheduling', isParallel: true, cases: schedulingCases.map(podCase) },
  { name: 'names and addresses', isParallel: true, cases: networkCases.map(podCase) },
  { name: 'workloads', isParallel: true, cases: workloadCases },
];
