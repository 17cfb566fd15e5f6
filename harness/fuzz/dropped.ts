/** What came of a frame whose connection ended without an answer: whether the Edge ended with it is to be seen. */
export const dropped = 'dropped';
