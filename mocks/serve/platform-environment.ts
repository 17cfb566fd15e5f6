/** An environment of a Qpoint account: what a registration token stands for, in Qplane and in Pulse alike. */
export interface PlatformEnvironment {
  readonly token: string;
  readonly orgId: string;
  /** True: the token is known and no longer accepted. */
  readonly expired?: boolean;
}
