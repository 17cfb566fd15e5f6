/** By the scheduler's words (`pkg/scheduler/framework/plugins` of Kubernetes). */
const remedies: readonly (readonly [RegExp, (what: string) => string])[] = [
  [/^Insufficient (cpu|memory)$/, (what) => `add a node with that much ${what} free, or request less`],
  [/^Insufficient (\S+)$/, (what) => `add a node that offers ${what} (its device plugin does), or ask for none`],
  [/free ports/, () => 'run one pod with that port on a node, or give this one another port'],
  [/untolerated taint/, () => 'tolerate the taint, or add a node without it'],
  [/node affinity\/selector/, () => 'label a node so, or leave the selector out'],
];

/** What to do where no node takes a pod for these reasons: about the first that is known; undefined where none is. */
export function schedulingRemedy(reasons: readonly string[]): string | undefined {
  for (const reason of reasons) {
    for (const [pattern, remedy] of remedies) {
      const match = pattern.exec(reason);
      if (match !== null) return remedy(match[1] ?? '');
    }
  }
  return undefined;
}
