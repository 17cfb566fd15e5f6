import { agentContainer, type Cause, type Facts, logsOf } from '../facts.ts';
import { troubleIn } from '../log-messages.ts';

/** Qtap exits because another process of its node listens on its status port (reference, failure-catalogue.md, `host-port-taken`). */
export function portTaken(facts: Facts): Cause | undefined {
  const qtap = agentContainer(facts, 'qtap');
  for (const { pod, text } of logsOf(facts, 'qtap')) {
    const line = troubleIn(text).find((message) =>
      /failed to start status server: .*address already in use/.test(message),
    );
    if (line === undefined) continue;
    const port = /:(\d+)(?!.*:\d)/.exec(line)?.[1];
    const index = qtap?.container.ports?.findIndex(({ containerPort }) => String(containerPort) === port) ?? -1;
    const path = index < 0 ? [] : ['ports', index];
    return {
      sentence: `Qtap cannot listen on port ${port}, something else on its node does, a second Qtap for example: stop that, or set HTTPD_LISTEN and the probes to a free port.`,
      positions: qtap ? [qtap.manifest.locate([...qtap.path, ...path])] : [],
      evidence: [`log of ${pod}: ${line}`],
    };
  }
  return undefined;
}
