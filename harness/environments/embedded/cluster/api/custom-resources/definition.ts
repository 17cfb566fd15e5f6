import type { KubeObject } from '../objects/kube-object.ts';
import type { ScalePaths } from './custom-kind.ts';
import type { JsonSchema } from './json-schema.ts';
import type { PrinterColumn } from './printer-columns.ts';

export interface DefinitionNames {
  plural: string;
  kind: string;
  singular?: string;
  listKind?: string;
  shortNames?: string[];
  categories?: string[];
}

export interface DefinitionVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { openAPIV3Schema?: JsonSchema };
  readonly subresources?: { readonly status?: object; readonly scale?: ScalePaths };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
}

export interface DefinitionCondition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
}

/** `CustomResourceDefinition` of apiextensions.k8s.io/v1. */
export interface Definition extends KubeObject {
  spec: {
    group: string;
    names: DefinitionNames;
    scope: string;
    versions: DefinitionVersion[];
    conversion?: { strategy?: string };
    preserveUnknownFields?: boolean;
  };
  status?: {
    conditions?: DefinitionCondition[];
    acceptedNames?: DefinitionNames;
    storedVersions?: string[];
  };
}

export const definitions = 'customresourcedefinitions.apiextensions.k8s.io';
/** Keeps a definition until its objects are gone. Source: apiextensions `CustomResourceCleanupFinalizer`. */
export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io';
