/** Bytes of one message that a mock reads, decompressed: far above Qtap's 1000 events a batch, far below what hurts. */
export const readLimit = 32 * 1024 * 1024;
