/** A value of the wrong type, in the words of Go's decoder. */
export class DecodeError extends Error {}
