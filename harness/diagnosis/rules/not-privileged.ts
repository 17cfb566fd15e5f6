import { podSpec, podSpecPath } from '../../manifests/pod-template.ts';
import { agentContainer, type Cause, type Facts, logsOf } from '../facts.ts';
import { troubleIn } from '../log-messages.ts';

/** Qtap exits because its container lacks rights on the node (reference, failure-catalogue.md, `not-privileged`). */
export function notPrivileged(facts: Facts): Cause | undefined {
  const container = agentContainer(facts, 'qtap');
  for (const { pod, text } of logsOf(facts, 'qtap')) {
    const line = troubleIn(text).find((message) => /failed to load BPF programs|root privileges/.test(message));
    if (line === undefined || container === undefined) continue;
    const { privileged = false, runAsUser } = container.container.securityContext ?? {};
    const { hostPID = false, securityContext } = podSpec(container.manifest.object) ?? {};
    const isRoot = (runAsUser ?? securityContext?.runAsUser) === 0;
    const at = (...path: string[]) => container.manifest.locate([...container.path, ...path]);
    const found = (why: string, positions = [at('securityContext')]) => ({
      sentence: `Qtap may not load its BPF programs: ${why}.`,
      positions,
      evidence: [`log of ${pod}: ${line}`],
    });
    if (!privileged) return found('its container is not privileged; set securityContext.privileged: true');
    if (!isRoot) return found("it does not run as root, runAsUser is not 0 and its image's own user is another");
    const spec = podSpecPath(container.manifest.object) ?? [];
    if (!hostPID)
      return found("its pod does not see the node's processes; set hostPID: true", [container.manifest.locate(spec)]);
  }
  return undefined;
}
