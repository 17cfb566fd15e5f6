import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redactedExchange } from '../edge/redacted-exchange.ts';
import type { Pipeline } from './pipeline.ts';
import { podLogs } from './pod-logs.ts';

/**
 * Writes what a red run leaves to look at into a folder: pods and events, logs by container, the Edge's journal, and what the
 * environment adds. Lines for which `holdsValue` are left out. What cannot be had any more is named in `missing.txt`.
 */
export async function writeEvidence(
  { cluster, edge, environment }: Pick<Pipeline, 'cluster' | 'edge' | 'environment'>,
  namespaces: readonly string[],
  folder: string,
  holdsValue: (text: string) => boolean,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const missing: string[] = [];
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      missing.push(`${what}: ${(error as Error).message}`);
    }
  };
  const save = (name: string, text: string) => {
    const kept = text.split('\n').map((line) => (holdsValue(line) ? '(withheld: it holds a planted value)' : line));
    return writeFile(join(folder, name), kept.join('\n'));
  };
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

  await Promise.all([
    attempt('journal', () =>
      save(
        'journal.jsonl',
        edge.journal
          .entries()
          .map((entry) => `${JSON.stringify(redactedExchange(entry))}\n`)
          .join(''),
      ),
    ),
    attempt('environment', () => environment.writeEvidence(folder, holdsValue)),
    ...namespaces.map((namespace) =>
      attempt(`namespace ${namespace}`, async () => {
        const [pods, events] = await Promise.all([cluster.pods(namespace), cluster.events(namespace)]);
        await save(`${namespace}.pods.json`, json(pods));
        await save(`${namespace}.events.json`, json(events));
        for (const { pod, container, text } of await podLogs(cluster, pods)) {
          await save(`${namespace}.${pod}.${container}.log`, text);
        }
      }),
    ),
  ]);
  if (missing.length > 0) await save('missing.txt', `${missing.join('\n')}\n`);
}
