/** `init`: runs to its end before the next; `sidecar`: an init container that stays; `main`: the rest. */
export type ContainerRole = 'init' | 'sidecar' | 'main';

/** Whether a container that has ended starts anew. */
export function mustRestart(role: ContainerRole, policy: string, exitCode: number): boolean {
  if (role === 'sidecar') return true;
  if (role === 'main' && policy === 'Always') return true;
  return policy !== 'Never' && exitCode !== 0;
}
