import type { ConfigNode } from './config-node.ts';
import { directions, type Stack, type TapSettings } from './snapshot.ts';

const keys = [
  'direction',
  'ignore_loopback',
  'audit_include_dns',
  'http',
  'redis',
  'mysql',
  'postgres',
  'kafka',
  'filters',
  'endpoints',
];
const tagSources = ['env', 'k8s.label', 'k8s.annotation', 'container.label'];

export function readTap(tap: ConfigNode, stacks: ReadonlyMap<string, Stack>): TapSettings {
  tap.expect(...keys);
  const named = tap.get('direction').text('all');
  const direction = directions.find((each) => each === named);
  if (direction === undefined) throw tap.get('direction').error(`must be one of ${directions.join(', ')}`);
  return {
    at: tap.at,
    direction,
    ignoreLoopback: tap.get('ignore_loopback').boolean(),
    httpStack: readStack(tap, stacks),
    endpoints: tap
      .get('endpoints')
      .items()
      .map((node) => ({ at: node.at, domain: node.get('domain').text(), httpStack: readStack(node, stacks) })),
    filters: tap
      .get('filters')
      .expect('groups', 'custom')
      .get('custom')
      .items()
      .map((node) => ({
        at: node.at,
        exe: node.expect('exe', 'strategy', 'only').get('exe').text(),
        strategy: node.get('strategy').text(),
        only: node
          .get('only')
          .items()
          .map((each) => each.text()),
      })),
  };
}

/** Tags are not used here, but an invalid one refuses the config. */
export function checkTags(tags: ConfigNode): void {
  for (const tag of tags.items()) {
    for (const key of ['key', 'source', 'location']) {
      if (tag.get(key).text() === '') throw tag.error(`has no ${key}`);
    }
    const source = tag.get('source');
    if (!tagSources.includes(source.text())) throw source.error(`must be one of ${tagSources.join(', ')}`);
  }
}

function readStack(node: ConfigNode, stacks: ReadonlyMap<string, Stack>): string {
  const stack = node.get('http').expect('stack').get('stack');
  const name = stack.text();
  if (name !== '' && !stacks.has(name)) stack.remark(`there is no stack "${name}", so no plugin runs`);
  return name;
}
