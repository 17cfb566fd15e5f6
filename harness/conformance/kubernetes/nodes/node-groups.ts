import type { ConformanceGroup } from '../../conformance-suite.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { nodeAdmissionCases } from './admission.ts';
import { cascadeCases } from './cascades.ts';
import { configurationCases } from './configuration.ts';
import { containerCases } from './containers.ts';
import { endpointsCases } from './endpoints.ts';
import { lifeCases } from './life.ts';
import { networkCases } from './network.ts';
import { podCase } from './pod-case.ts';
import { schedulingCases } from './scheduling.ts';
import { volumeCases } from './volumes.ts';
import { workloadCases } from './workloads.ts';

/** What only a cluster with nodes can show: how pods and workloads run, fail late, and what is said about it. */
export const nodeGroups: readonly ConformanceGroup<KubernetesTarget>[] = [
  { name: 'on nodes: containers', isParallel: true, cases: containerCases.map(podCase) },
  { name: 'on nodes: images, users and variables', isParallel: true, cases: configurationCases.map(podCase) },
  { name: 'on nodes: volumes', isParallel: true, cases: volumeCases.map(podCase) },
  { name: 'on nodes: life of containers', isParallel: true, cases: lifeCases.map(podCase) },
  { name: 'on nodes: scheduling', isParallel: true, cases: schedulingCases.map(podCase) },
  { name: 'on nodes: names and addresses', isParallel: true, cases: networkCases.map(podCase) },
  { name: 'on nodes: admission', isParallel: true, cases: nodeAdmissionCases.map(podCase) },
  { name: 'on nodes: endpoints', isParallel: true, cases: endpointsCases },
  { name: 'on nodes: workloads', isParallel: true, cases: workloadCases },
  { name: 'on nodes: owners and dependents', isParallel: true, cases: cascadeCases },
];
