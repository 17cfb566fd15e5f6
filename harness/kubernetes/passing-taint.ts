/** Whether a taint with that key is of a node whose kubelet starts, or is about to be heard of again: it goes by itself. */
export function isPassingTaint(key: string): boolean {
  return /^node\.kubernetes\.io\/(?:not-ready|network-unavailable|unreachable)$/.test(key);
}
