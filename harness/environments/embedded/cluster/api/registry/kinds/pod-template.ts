import type { V1Deployment } from '@kubernetes/client-node';
import { setPodSpecDefaults } from '../../defaults/pod-spec.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { podWarnings } from '../../validation/pod-warnings.ts';
import type { Wire } from '../../wire.ts';

export function templateWarnings(object: KubeObject): string[] {
  return podWarnings('spec.template.', (object as unknown as Wire<V1Deployment>).spec?.template);
}

/** Specifications and templates are no pointers in Go: what is left out is there, and empty. */
export function completeSpec(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as { template?: { spec?: object; metadata?: object } };
  spec.template ??= {};
  spec.template.metadata ??= {};
  spec.template.spec ??= {};
}

export function setTemplateDefaults(template: { spec?: Parameters<typeof setPodSpecDefaults>[0] } | undefined): void {
  if (template?.spec) setPodSpecDefaults(template.spec);
}
