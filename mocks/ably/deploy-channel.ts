/** Where an organisation's agents hear that their config has changed (reference, qplane.md, "Push"). */
export interface DeployChannel {
  readonly channel: string;
  /** Opens that channel and no other; `name:secret`, as Ably's clients want it. */
  readonly key: string;
}

/** Name of the event that is published there; its data is ignored. */
export const configChanged = 'config.changed';

/** The channel of an organisation, with a key of this harness. */
export function deployChannel(orgId: string): DeployChannel {
  return { channel: `${orgId}-deploy`, key: `harness.${orgId}:harness-secret` };
}
