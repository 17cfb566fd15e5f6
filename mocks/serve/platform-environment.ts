/** An environment of a Qpoint account: what a registration token stands for, in Qplane and in Pulse alike. */
export interface PlatformEnvironment {
  readonly token: string;
  /** Whether another token stands for it too: one that the harness may not read before an agent shows it. */
  readonly accepts?: (token: string) => boolean;
  readonly orgId: string;
  /** True: the token is known and no longer accepted. */
  readonly expired?: boolean;
}
