import type { Cause, Facts } from '../facts.ts';

/** The stack that sees the traffic has no qscan plugin that works, so Pulse gets no scan input. */
export function nothingToScan({ snapshot }: Facts): Cause | undefined {
  const name = snapshot.tap.httpStack;
  const stack = snapshot.stacks.get(name);
  if (stack === undefined) {
    const what = name === '' ? 'tap.http names no stack' : `tap.http names the stack "${name}", which does not exist`;
    return {
      sentence: `Qtap looks at no traffic: ${what}.`,
      positions: [snapshot.locate(['tap', 'http', 'stack'])],
      evidence: [],
    };
  }
  const qscan = stack.plugins.find(({ kind }) => kind === 'qscan');
  if (qscan?.kind === 'qscan') {
    if (qscan.decoded.error === undefined) {
      if (qscan.decoded.settings.monitors.length > 0) return undefined;
      return {
        sentence: 'Every finding is dropped: the qscan plugin lists no monitors; list the types that you look for.',
        positions: [qscan.at],
        evidence: [],
      };
    }
    return {
      sentence: `Qtap's qscan plugin is dead, its settings do not decode: ${qscan.decoded.error}`,
      positions: [qscan.decoded.at],
      evidence: [],
    };
  }
  const { plugins } = stack;
  const unknown = plugins.find((plugin) => plugin.kind === 'other' && !plugin.known);
  if (unknown !== undefined) {
    return {
      sentence: `Nothing is scanned: the stack "${name}" has no qscan plugin, and Qtap has no plugin of the type "${unknown.type}" that stands there.`,
      positions: [unknown.at],
      evidence: [],
    };
  }
  const printing = plugins.find(({ kind }) => kind === 'access_logs');
  if (printing !== undefined) {
    return {
      sentence: `Nothing is scanned: the stack "${name}" has no qscan plugin, and access_logs prints exchanges to Qtap's log instead of storing them.`,
      positions: [printing.at],
      evidence: [],
    };
  }
  const capture = stack.plugins.find(({ kind }) => kind === 'http_capture');
  const level = capture?.kind === 'http_capture' ? capture.decoded.settings?.level : undefined;
  const instead =
    level === undefined
      ? ''
      : `, and http_capture at level "${level}" ${level === 'full' ? 'gives Pulse none' : 'stores no bodies'}`;
  return {
    sentence: `Nothing is scanned: the stack "${name}" has no qscan plugin, which alone makes scan inputs${instead}.`,
    positions: [capture?.at ?? stack.at],
    evidence: [],
  };
}
