import type { User } from './directory.ts';
import type { PolicyStatement } from './policy.ts';

/** How often a user asked for an action, and what became of it. */
export interface ActionUse {
  readonly action: string;
  readonly allowed: number;
  /** Refused because nothing allows it: used, and not granted. */
  readonly notGranted: number;
  /** Refused by a statement that denies it. */
  readonly denied: number;
}

/** One action of a statement that allows, as its policy writes it, for example `s3:Get*`. */
export interface GrantUse {
  readonly policy: string;
  /** Its `Sid`, or its place in the policy from 1. */
  readonly statement: string;
  readonly action: string;
  /** Requests that it allowed; 0 for a right that nobody needed. */
  readonly uses: number;
}

/** What a user was granted, and what of it was used. */
export interface UserUsage {
  /** Name; `root` for an account's own keys. */
  readonly user: string;
  /** In the order of first use. */
  readonly actions: readonly ActionUse[];
  /** In the order of the policies; empty for `root`, which needs no grant. */
  readonly grants: readonly GrantUse[];
}

type Counts = { allowed: number; notGranted: number; denied: number };

/** Counts what is asked for and by which statement it is allowed. */
export class UsageLog {
  readonly #actions = new Map<string, Map<string, Counts>>();
  readonly #grants = new WeakMap<PolicyStatement, Map<string, number>>();

  asked(user: string, action: string, outcome: keyof Counts): void {
    const actions = this.#actions.get(user) ?? new Map<string, Counts>();
    const counts = actions.get(action) ?? { allowed: 0, notGranted: 0, denied: 0 };
    counts[outcome]++;
    this.#actions.set(user, actions.set(action, counts));
  }

  granted(statement: PolicyStatement, action: string): void {
    const uses = this.#grants.get(statement) ?? new Map<string, number>();
    this.#grants.set(statement, uses.set(action, (uses.get(action) ?? 0) + 1));
  }

  report(users: readonly User[]): UserUsage[] {
    const names = new Set([...this.#actions.keys(), ...users.map(({ name }) => name)]);
    return [...names].map((name) => {
      const user = users.find((candidate) => candidate.name === name);
      return {
        user: name,
        actions: [...(this.#actions.get(name) ?? [])].map(([action, counts]) => ({ action, ...counts })),
        grants: user === undefined ? [] : this.#grantsOf(user),
      };
    });
  }

  #grantsOf(user: User): GrantUse[] {
    const owned = [user, ...user.groups].flatMap(({ policies }) => [...policies]);
    return owned.flatMap(([name, { policy }]) =>
      policy.statements.flatMap((statement, index) =>
        statement.effect === 'Deny'
          ? []
          : statement.actions.map((action) => ({
              policy: name,
              statement: statement.sid || String(index + 1),
              action,
              uses: this.#grants.get(statement)?.get(action) ?? 0,
            })),
      ),
    );
  }
}
