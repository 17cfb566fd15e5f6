import type { Caller } from '../../harness/edge/exchange.ts';
import type { TokenRefusal } from '../serve/authenticate.ts';
import { createObservedState, type ObservedState } from '../serve/observed-state.ts';
import type { EnvironmentModel } from './model/environment-model.ts';

export type QplaneCallKind = 'ping' | 'registration' | 'config' | 'certificate';

/** Body of a ping (reference, qplane.md section 2); fields that did not come as strings are undefined. */
export interface QplanePing {
  readonly name: string | undefined;
  readonly status: string | undefined;
  readonly instanceId: string | undefined;
}

interface QplaneCall {
  readonly kind: QplaneCallKind;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Undefined outside the Edge and for a client on the machine itself. */
  readonly caller: Caller | undefined;
  /** What came as bearer token; a credential, not for reports. */
  readonly token: string | undefined;
  /** Organisation of the token; undefined: the call was refused. */
  readonly orgId: string | undefined;
  /** Why it was refused: `missing`, `unknown` or `expired` token. */
  readonly refusal: TokenRefusal | undefined;
  readonly ping: QplanePing | undefined;
}

export interface QplaneState extends ObservedState {
  /** Every call in order; `orgId` undefined for those refused. */
  calls(kind?: QplaneCallKind): readonly QplaneCall[];
  /** The calls that were refused for their token. */
  refusals(): readonly QplaneCall[];
  /** Replaces the snapshot of a token's environment and announces it. Throws for an unknown token, and as `renderSnapshot` does. */
  setSnapshot(token: string, snapshot: string | EnvironmentModel): void;
  /**
   * Changes what the environment of a token is set up as, and announces it: what somebody does in Qplane's UI.
   * The answer is what it is now. Throws for an
   * unknown token, for an environment that serves text, and as `renderSnapshot` does; then nothing changes.
   */
  update(token: string, change: (model: EnvironmentModel) => EnvironmentModel): EnvironmentModel;
}

export interface QplaneRecord {
  add(call: QplaneCall): void;
  readonly state: Omit<QplaneState, 'setSnapshot' | 'update'>;
}

export function createQplaneRecord(): QplaneRecord {
  const calls: QplaneCall[] = [];
  const { changed, ...observed } = createObservedState(() => {
    const refused = calls.filter(({ orgId }) => orgId === undefined).length;
    return `Qplane saw ${calls.length} calls, ${refused} of them refused, the last one ${calls.at(-1)?.kind ?? 'none'}`;
  });
  return {
    add(call) {
      calls.push(call);
      changed();
    },
    state: {
      ...observed,
      calls: (kind) => calls.filter((call) => kind === undefined || call.kind === kind),
      refusals: () => calls.filter(({ refusal }) => refusal !== undefined),
    },
  };
}
