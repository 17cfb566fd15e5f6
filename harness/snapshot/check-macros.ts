import type { ConfigNode } from './config-node.ts';

/**
 * A macro's name must be unique, and a bad expression refuses the whole config (reference, qplane.md section 3). The grammar is not
 * public, so only what is broken in any grammar is refused: nothing at all, an operator without its second side, quotes or
 * brackets that stay open.
 */
export function checkMacros(rulekit: ConfigNode): void {
  const names = new Set<string>();
  for (const macro of rulekit.expect('macros').get('macros').items()) {
    const name = macro.expect('name', 'expr').get('name').text();
    if (names.has(name)) throw macro.get('name').error(`is wrong: there is another macro "${name}"`);
    names.add(name);
    if (isBroken(macro.get('expr').text())) throw macro.get('expr').error('is no expression');
  }
}

const closes: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

function isBroken(expression: string): boolean {
  const outside = expression.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/(?:[^/\\\s]|\\.)+\//g, 'x').trim();
  if (outside === '' || /["']/.test(outside) || /(?:[=<>!]=|=~|[<>!]|&&|\|\||\b(?:and|or|not))$/.test(outside))
    return true;
  const open: string[] = [];
  for (const character of outside) {
    if (character === '(' || character === '[') open.push(character);
    else if (character in closes && open.pop() !== closes[character]) return true;
  }
  return open.length > 0;
}
