import { role } from '../../edge/hosts.ts';
import { agentContainer, type Cause, exchangesOf, type Facts, logsOf, variablePosition } from '../facts.ts';
import { logMessages } from '../log-messages.ts';

/** Qtap runs, but Qplane never heard of it: a local config beats the token, or there is no token (reference, qplane.md section 1). */
export function noQplaneCall(facts: Facts): Cause | undefined {
  const exchanges = exchangesOf(facts, 'qtap');
  if (facts.pods.qtap.length === 0 || exchanges.some(({ host }) => role(host) === 'qplane')) return undefined;
  const qtap = agentContainer(facts, 'qtap');
  const evidence = logsOf(facts, 'qtap').flatMap(({ pod, text }) =>
    logMessages(text)
      .filter(({ level }) => level !== 'info' && level !== 'debug')
      .slice(-2)
      .map((message) => `log of ${pod}: ${message.text}`),
  );

  const words = [...(qtap?.container.command ?? []), ...(qtap?.container.args ?? [])];
  const argument = words.findIndex((word) => /^--config(=|$)/.test(word));
  if (qtap !== undefined && argument >= 0) {
    const list = argument < (qtap.container.command?.length ?? 0) ? 'command' : 'args';
    const index = list === 'command' ? argument : argument - (qtap.container.command?.length ?? 0);
    return {
      sentence:
        'Qtap never called Qplane: --config in its arguments beats the registration token, so it runs on that local file.',
      positions: [qtap.manifest.locate([...qtap.path, list, index])],
      evidence,
    };
  }
  if (qtap?.variables.get('QPOINT_CONFIG')?.value) {
    return {
      sentence: 'Qtap never called Qplane: QPOINT_CONFIG beats the registration token, so it runs on a local file.',
      positions: variablePosition(qtap, 'QPOINT_CONFIG'),
      evidence,
    };
  }
  if (!qtap?.variables.get('REGISTRATION_TOKEN')?.value) {
    return {
      sentence:
        'Qtap never called Qplane: it has no REGISTRATION_TOKEN, so it runs on its default config; the key of its Secret must bear that name.',
      positions: qtap
        ? [qtap.manifest.locate([...qtap.path, 'envFrom']), ...variablePosition(qtap, 'REGISTRATION_TOKEN').slice(1)]
        : [],
      evidence,
    };
  }
  const token = qtap.variables.get('REGISTRATION_TOKEN');
  if (token !== undefined && token.value !== token.value.trim()) {
    return {
      sentence:
        'Qtap never called Qplane: its registration token ends or begins with a space or line break, which no header can carry.',
      positions: [token.position, ...(token.origin ? [token.origin.locate(['data'])] : [])],
      evidence,
    };
  }
  const [elsewhere] = exchanges.filter(({ path }) => path.startsWith('/deploy/'));
  if (elsewhere !== undefined) {
    return {
      sentence: `Qtap asks ${elsewhere.host} for its config instead of Qplane: look at REGISTRATION_ENDPOINT.`,
      positions: variablePosition(qtap, 'REGISTRATION_ENDPOINT'),
      evidence,
    };
  }
  return { sentence: 'Qtap never called Qplane.', positions: qtap ? [qtap.manifest.locate(qtap.path)] : [], evidence };
}
