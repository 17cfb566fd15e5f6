import { writeFileSync } from 'node:fs';
import { isStored, resourceTypes } from '../registry/resource-type.ts';
import type { ColumnDefinition } from '../table/column-definition.ts';

/** Asks a real API server, by way of `kubectl proxy`, how it heads the table of each served kind. */
async function main(server: string | undefined): Promise<void> {
  if (!server) {
    console.error('usage: node openapi/generate-columns.ts http://127.0.0.1:8001 — where `kubectl proxy` listens');
    process.exit(2);
  }
  const columns: Record<string, readonly ColumnDefinition[]> = {};
  for (const type of resourceTypes().filter(isStored)) {
    const path = `${type.group ? 'apis' : 'api'}/${type.apiVersion}/${type.plural}?limit=1`;
    const headers = { Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
    const response = await fetch(`${server}/${path}`, { headers });
    const table = (await response.json()) as { columnDefinitions: readonly ColumnDefinition[] };
    columns[type.storage] = table.columnDefinitions;
  }
  const path = new URL('./columns-1.34.json', import.meta.url);
  const lines = Object.entries(columns).map(([storage, list]) => `${JSON.stringify(storage)}: ${JSON.stringify(list)}`);
  writeFileSync(path, `{\n${lines.join(',\n')}\n}\n`);
  console.log(`${lines.length} tables: ${path.pathname}`);
}

await main(process.argv[2]);
