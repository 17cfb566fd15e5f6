import { parseQuantity } from './cluster/api/objects/quantity.ts';
import { dns1123Subdomain, labelValue, qualifiedName } from './cluster/api/validation/names.ts';
import type { NodeOptions } from './cluster/kubelet/node-object.ts';

type Taint = NonNullable<NodeOptions['taints']>[number];

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/**
 * A node as a command line writes it: `cpu=8,memory=32Gi,taint=team=a:NoSchedule,label=zone=b`, with `name=…` and any other
 * resource (`nvidia.com/gpu=1`) where wanted; 4 CPU and 16Gi unless said. Throws an Error that says what to write instead.
 */
export function parseNode(text: string, standardName: string): NodeOptions {
  let name = standardName;
  let [cpu, memory] = ['4', '16Gi'];
  const resources: Record<string, string> = {};
  const labels: Record<string, string> = {};
  const taints: Taint[] = [];
  for (const part of text.split(',')) {
    const [, key = '', value = ''] = /^([^=]+)=(.+)$/.exec(part.trim()) ?? [];
    if (key === 'taint') taints.push(parseTaint(value));
    else if (key === 'label') Object.assign(labels, parseLabel(value));
    else if (key === 'name') name = requireName(value);
    else if (key === 'cpu') cpu = requireAmount(key, value);
    else if (key === 'memory') memory = requireAmount(key, value);
    else if (key.includes('/') && qualifiedName(key).length === 0) resources[key] = requireAmount(key, value);
    else {
      throw new Error(
        `"${part}" says nothing about a node: write cpu=4, memory=16Gi, name=, label=KEY=VALUE, taint=KEY=VALUE:EFFECT or a resource such as nvidia.com/gpu=1.`,
      );
    }
  }
  return { name, cpu, memory, resources, labels, taints };
}

function parseTaint(text: string): Taint {
  const [, key = '', value = '', effect = ''] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
  if (qualifiedName(key).length > 0 || labelValue(value).length > 0 || !effects.includes(effect)) {
    throw new Error(
      `"${text}" is no taint: write KEY=VALUE:EFFECT or KEY:EFFECT with EFFECT one of ${effects.join(', ')}.`,
    );
  }
  return value === '' ? { key, effect } : { key, value, effect };
}

function parseLabel(text: string): Record<string, string> {
  const [, key = '', value = ''] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  const [fault] = [...qualifiedName(key), ...labelValue(value)];
  if (fault !== undefined) throw new Error(`"${text}" is no label: write KEY=VALUE; ${fault}`);
  return { [key]: value };
}

function requireName(text: string): string {
  const [fault] = dns1123Subdomain(text);
  if (fault !== undefined) throw new Error(`"${text}" is no name of a node: ${fault}`);
  return text;
}

function requireAmount(what: string, text: string): string {
  const quantity = parseQuantity(text);
  if (quantity === undefined || quantity.nanos <= 0n) {
    throw new Error(
      `${what}=${text} is no amount: write a number above 0 with a suffix such as m, Mi or Gi where needed.`,
    );
  }
  return text;
}
