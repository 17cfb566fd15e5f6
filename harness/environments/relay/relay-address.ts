/**
 * The address that stands for the outside world in pods that the harness gives names to: of a network that is kept for
 * documentation (TEST-NET-2, RFC 5737), so that nothing real is hidden.
 */
export const relayAddress = '198.51.100.1';

/** Where the relay takes what nodes turn to it because it was for another port or address of the outside world. */
export const relayTurnedPort = 21_444;
