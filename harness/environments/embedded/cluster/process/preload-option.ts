/**
 * The option that loads the pod's half of network and files into a Node process, its workers and its children. It stands
 * in `NODE_OPTIONS`, where it may follow or precede options of the container's own.
 */
export const preloadOption = `--import ${new URL('./preload/preload.ts', import.meta.url).href}`;
