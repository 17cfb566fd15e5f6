/**
 * The address that stands for the outside world in pods that the harness gives names to: of a network that is kept for
 * documentation (TEST-NET-2, RFC 5737), so that nothing real is hidden.
 */
export const relayAddress = '198.51.100.1';

/** Where the relay lets the harness in: far from what anybody listens on, and below the range of ephemeral ports. */
export const relayTunnelPort = 21_443;

/** Where the relay takes what nodes turn to it because it was for another port or address of the outside world. */
export const relayTurnedPort = 21_444;
