/** Folder of the node in which every Qtap stand-in listens, on a Unix socket of its own; processes report to all of them. */
export const probeDirectory = '/run/harness';

/** Name of an instance's socket; short, since a Unix socket's path may have about 100 bytes. */
export function probeSocketName(instance: string): string {
  return `probe-${instance}.sock`;
}

/** Whether a file of the folder is such a socket. */
export function isProbeSocket(name: string): boolean {
  return name.startsWith('probe') && name.endsWith('.sock');
}
