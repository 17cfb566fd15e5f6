/** What a relay's pod is told. */
export interface RelaySettings {
  /** Of the program and everything it was told: what the harness compares before it takes a relay over. */
  readonly version: string;
  /** Who knows it may be the harness. */
  readonly token: string;
  /** Where the harness opens its tunnel: 127.0.0.1 for a port-forward. */
  readonly tunnelHost: string;
  readonly tunnelPort: number;
  /** The port that pods dial, and the one that the relay listens on for it. */
  readonly ports: readonly { readonly dialled: number; readonly listening: number }[];
  /** On a node: where comes what was for another port or address. */
  readonly turnedPort?: number;
  /** On a node: the virtual address to take there, DNS included. Absent: every address of the pod, and no DNS. */
  readonly nodeAddress?: string;
}
