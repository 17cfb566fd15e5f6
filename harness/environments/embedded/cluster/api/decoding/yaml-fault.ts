import type { ErrorCode, LineCounter, YAMLParseError } from 'yaml';

/** What go-yaml says, and from which of its steps: a scanner counts lines from one, a parser from zero. */
interface Words {
  readonly problem: string;
  readonly step: 'scanner' | 'parser';
  /** Where go-yaml notices, which may be later than where this project's parser does. */
  readonly offset?: number;
}

/** A fault in the words of go-yaml, with the line that it names. Source: goyaml.v2 `scannerc.go`, `parserc.go`, `parser.fail`. */
export function yamlFault(fault: YAMLParseError, text: string, lines: LineCounter): SyntaxError {
  const { problem, step, offset } = words(fault.code, fault.message, fault.pos[0], text);
  const at = offset ?? fault.pos[0];
  // The end of a text is a line of its own to go-yaml, also where the last one is open.
  const line = lines.linePos(at).line - (at >= text.length && !text.endsWith('\n') ? 0 : 1);
  const place = line === 0 ? '' : `line ${step === 'scanner' ? line + 1 : line}: `;
  return new SyntaxError(`yaml: ${place}${problem}`);
}

function words(code: ErrorCode, message: string, at: number, text: string): Words {
  if (/end with a [\]}]$/.test(message))
    return { problem: `did not find expected ',' or '${message.at(-1)}'`, step: 'parser' };
  if (message.startsWith('Missing closing')) return { problem: 'found unexpected end of stream', step: 'scanner' };
  if (message.startsWith('Implicit map keys'))
    return { problem: "could not find expected ':'", step: 'scanner', offset: nextToken(text, at) };
  if (message.startsWith('Sequence item without') || (message.includes('at node end') && inSequence(text, at)))
    return { problem: "did not find expected '-' indicator", step: 'parser' };
  if (message.includes('block-seq-ind'))
    return { problem: 'block sequence entries are not allowed in this context', step: 'scanner' };
  if (message.startsWith('Block scalar header'))
    return { problem: 'did not find expected comment or line break', step: 'scanner' };
  if (message.includes('token in YAML stream') && text.slice(lineStart(text, at), at).trim())
    return { problem: 'did not find expected node content', step: 'parser' };
  return wordsByCode[code]?.(text, at) ?? { problem: 'did not find expected key', step: 'parser' };
}

const wordsByCode: { readonly [code in ErrorCode]?: (text: string, at: number) => Words } = {
  BAD_DQ_ESCAPE: () => ({ problem: 'found unknown escape character', step: 'scanner' }),
  BAD_SCALAR_START: () => ({ problem: 'found character that cannot start any token', step: 'scanner' }),
  TAB_AS_INDENT: () => ({ problem: 'found a tab character that violates indentation', step: 'scanner' }),
  BLOCK_AS_IMPLICIT_KEY: misplacedMap,
  MULTILINE_IMPLICIT_KEY: misplacedMap,
};

function misplacedMap(text: string, at: number): Words {
  if (text[at] === '?') return { problem: 'mapping keys are not allowed in this context', step: 'scanner' };
  const colon = text.slice(at).search(/:(\s|$)/);
  const offset = at + Math.max(0, colon);
  return { problem: 'mapping values are not allowed in this context', step: 'scanner', offset };
}

/** A key is missed when the next token has been read. */
function nextToken(text: string, at: number): number {
  const rest = /\n(\s*(#.*\n)?)*/.exec(text.slice(at));
  return rest ? at + rest.index + rest[0].length : text.length;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Whether what stands above, as far left, is an item of a sequence. */
function inSequence(text: string, at: number): boolean {
  const start = lineStart(text, at);
  if (text.slice(start, at).trim()) return false;
  const above = text.slice(0, start).split('\n').slice(0, -1);
  const indent = at - start;
  return (
    above
      .findLast((line) => line.trim() && line.search(/\S/) <= indent)
      ?.trimStart()
      .startsWith('-') ?? false
  );
}
