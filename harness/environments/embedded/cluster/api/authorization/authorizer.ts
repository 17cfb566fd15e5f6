import { masters, serviceAccountOf, type User } from '../authentication/user.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';
import { type Attributes, notAllowed } from './attributes.ts';
import { type PolicyRule, ruleAllows } from './policy-rule.ts';

export interface Verdict {
  readonly allowed: boolean;
  /** What a SubjectAccessReview says beside it. */
  readonly reason: string;
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

interface Binding extends KubeObject {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly Subject[];
}

export interface Grant {
  readonly rules: readonly PolicyRule[];
  /** Where it comes from, in the words of a SubjectAccessReview. */
  readonly source: string;
}

const group = 'rbac.authorization.k8s.io';

/** Says who may do what by roles and bindings. Source: kubernetes `plugin/pkg/auth/authorizer/rbac`. */
export class Authorizer {
  readonly #storage: ObjectStorage;

  constructor(storage: ObjectStorage) {
    this.#storage = storage;
  }

  /** Throws ApiError Forbidden. */
  require(user: User, attributes: Attributes): void {
    const { allowed, reason } = this.decide(user, attributes);
    if (!allowed) throw notAllowed(user, attributes, reason);
  }

  decide(user: User, attributes: Attributes): Verdict {
    if (user.groups.includes(masters)) return { allowed: true, reason: '' };
    const namespace = attributes.path === undefined ? attributes.namespace : '';
    const { grants, missing } = this.grants(user, namespace);
    const grant = grants.find(({ rules }) => rules.some((rule) => ruleAllows(rule, attributes)));
    if (grant) return { allowed: true, reason: `RBAC: allowed by ${grant.source}` };
    if (!missing.length) return { allowed: false, reason: '' };
    return { allowed: false, reason: `RBAC: ${missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`}` };
  }

  /** What a user holds in a namespace (empty: in the whole cluster), and the roles that are bound and not there. */
  grants(user: User, namespace: string): { grants: Grant[]; missing: string[] } {
    const grants: Grant[] = [];
    const missing = new Set<string>();
    const collect = (kind: string, storage: string, of?: string): void => {
      for (const binding of this.#storage.list(`${storage}.${group}`, of) as Binding[]) {
        const subject = binding.subjects?.find((item) => appliesTo(item, user, of));
        if (!subject) continue;
        const { roleRef, metadata } = binding;
        const rules = this.rulesOf(roleRef, of);
        if (!rules) {
          missing.add(`${roleRef.kind.toLowerCase()}.${group} "${roleRef.name}" not found`);
          continue;
        }
        const place = of === undefined ? metadata.name : `${metadata.name}/${of}`;
        const who = `${subject.kind} "${subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace ?? ''}` : subject.name}"`;
        grants.push({ rules, source: `${kind} "${place}" of ${roleRef.kind} "${roleRef.name}" to ${who}` });
      }
    };
    collect('ClusterRoleBinding', 'clusterrolebindings');
    if (namespace) collect('RoleBinding', 'rolebindings', namespace);
    return { grants, missing: [...missing] };
  }

  /** Undefined where the role is not there. */
  rulesOf(roleRef: { kind: string; name: string }, namespace: string | undefined): readonly PolicyRule[] | undefined {
    const role =
      roleRef.kind === 'ClusterRole'
        ? this.#storage.get(`clusterroles.${group}`, { name: roleRef.name })
        : this.#storage.get(`roles.${group}`, { namespace, name: roleRef.name });
    return role && ((role.rules as readonly PolicyRule[] | undefined) ?? []);
  }
}

function appliesTo(subject: Subject, user: User, namespace: string | undefined): boolean {
  if (subject.kind === 'User') return subject.name === user.name;
  if (subject.kind === 'Group') return user.groups.includes(subject.name);
  const account = serviceAccountOf(user.name);
  return account?.name === subject.name && account.namespace === (subject.namespace ?? namespace);
}
