import { cleanupFinalizer, type Definition } from '../../custom-resources/definition.ts';
import { validateDefinition, validateDefinitionUpdate } from '../../validation/custom-resource-definition.ts';
import type { Strategy } from '../strategy.ts';

/** Defaults as in apiextensions `pkg/apis/apiextensions/v1/defaults.go`, 0.34. */
export const definitionStrategy: Strategy = {
  setDefaults(object) {
    const { spec } = object as Partial<Definition>;
    if (!spec) return;
    if (spec.names) {
      spec.names.singular ||= spec.names.kind?.toLowerCase();
      spec.names.listKind ||= spec.names.kind && `${spec.names.kind}List`;
    }
    spec.conversion ??= { strategy: 'None' };
  },
  prepareForCreate(object) {
    const first = (object as Definition).spec?.versions?.find(({ storage }) => storage);
    object.status = {
      conditions: null,
      acceptedNames: { plural: '', kind: '' },
      storedVersions: first ? [first.name] : null,
    };
  },
  validate: (object) => validateDefinition(object as Definition),
  validateUpdate: (next, current) => validateDefinitionUpdate(next as Definition, current as Definition),
  deletionFinalizers: [cleanupFinalizer],
};
