import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { parse } from 'yaml';
import type { CompactDocument, CompactField, CompactSchema } from './compact-document.ts';
import { guessGoType } from './go-type.ts';

/**
 * A decoding error names Go types (`of type v1.PullPolicy`), which OpenAPI does not: asks the server, by sending each
 * field a value of the wrong type. Only what cannot be told from the OpenAPI type is kept, as `g` of the field.
 */
export async function addGoTypes(document: CompactDocument, kubeconfig: string): Promise<void> {
  const names = Object.keys(document.schemas);
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: 4 });
  const config = parse(readFileSync(kubeconfig, 'utf8')) as {
    clusters: [{ cluster: { server: string } }];
    users: [{ user: { token: string } }];
  };
  const post = (path: string, body: unknown): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = { Authorization: `Bearer ${config.users[0].user.token}`, 'Content-Type': 'application/json' };
      const call = request(
        `${config.clusters[0].cluster.server}${path}`,
        { agent, method: 'POST', headers },
        (response) => {
          let text = '';
          response.on('data', (chunk) => {
            text += String(chunk);
          });
          response.on('end', () => resolve((JSON.parse(text) as { message?: string }).message ?? ''));
        },
      );
      call.on('error', reject).end(JSON.stringify(body));
    });

  const visited = new Set<string>();
  for (const resource of document.resources) {
    if (!resource.verbs.includes('create')) continue;
    const apiVersion = resource.group ? `${resource.group}/${resource.version}` : resource.version;
    const base = resource.group ? `/apis/${apiVersion}` : '/api/v1';
    const path = `${base}${resource.namespaced ? '/namespaces/default' : ''}/${resource.plural}?dryRun=All`;
    const root = names.find((name) =>
      document.schemas[name]?.k?.some(
        ([group, version, kind]) => group === resource.group && version === resource.version && kind === resource.kind,
      ),
    );
    const visit = async (name: string, wrap: (value: unknown) => Record<string, unknown>): Promise<void> => {
      if (visited.has(name)) return;
      visited.add(name);
      const schema: CompactSchema = document.schemas[name] ?? {};
      for (const [property, field] of Object.entries(schema.p ?? {})) {
        if (wrap === rootWrap && ['apiVersion', 'kind'].includes(property)) continue;
        const type = typeof field === 'string' ? field : field.t;
        for (const [probe, at] of probes(type)) {
          const body = wrap({ [property]: probe });
          const message = await post(path, { ...body, apiVersion, kind: resource.kind });
          const told = /^.* of type (\S+)$/.exec(message)?.[1];
          if (told && told !== guessGoType(at, names) && schema.p)
            schema.p[property] = withGoType(schema.p[property] ?? type, told);
        }
        const [, prefix = '', reference] = /^([[{]*)#(\d+)$/.exec(type) ?? [];
        if (reference === undefined) continue;
        const inner = (value: unknown): unknown =>
          [...prefix].reverse().reduce<unknown>((nested, kind) => (kind === '[' ? [nested] : { x: nested }), value);
        await visit(names[Number(reference)] ?? '', (value) => wrap({ [property]: inner(value) }));
      }
    };
    const rootWrap = (value: unknown) => value as Record<string, unknown>;
    if (root) await visit(root, rootWrap);
  }
  agent.destroy();
}

/** Values of the wrong type, and the type that the server then names. */
function probes(type: string): [unknown, string][] {
  if (type === 's') return [[5, 's']];
  if (type === '[s') return [[[5], 's']];
  if (type.startsWith('{')) return [['x', type]];
  return [];
}

function withGoType(field: CompactField, goType: string): CompactField {
  return typeof field === 'string' ? { t: field, g: goType } : { ...field, g: goType };
}
