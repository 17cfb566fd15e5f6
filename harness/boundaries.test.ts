import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Import {
  readonly from: string;
  readonly to: string;
}

/** The project's imports, tests aside: relative ones as paths from the root, packages by their names. Type imports cost nothing and are left out where `runtime` is asked for. */
function imports(runtime: boolean): Import[] {
  return globSync('{harness,mocks,fixtures,scenarios}/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const found = text.matchAll(/^\s*(?:import|export)\s(type\s)?[^;]*?from\s+'([^']+)'/gms);
      return [...found]
        .filter(([, type]) => !(runtime && type))
        .map(([, , to = '']) => ({ from: file, to: to.startsWith('.') ? target(file, to) : to }));
    });
}

function target(file: string, to: string): string {
  return relative(root, normalize(join(root, dirname(file), to)));
}

function crossing(list: readonly Import[], from: RegExp, to: RegExp): string[] {
  return list.filter((edge) => from.test(edge.from) && to.test(edge.to)).map((edge) => `${edge.from} -> ${edge.to}`);
}

test('the embedded cluster and store know nothing of the product that they carry', () => {
  const outside = /^(mocks|fixtures|scenarios)\/|^harness\/(?!environments\/embedded\/|iam\/|errors\/)/;
  const embedded = /^harness\/environments\/embedded\/(cluster|store|certificates)\//;
  expect(crossing(imports(false), embedded, outside)).toEqual([]);
});

test('expectations do no input or output', () => {
  const io = /^node:(fs|net|http|https|http2|child_process|worker_threads|dns|tls)/;
  expect(crossing(imports(true), /^harness\/expectations\//, io)).toEqual([]);
});

test('what runs in a pod pulls in nothing that only the harness needs', () => {
  const heavy = /^(vitest|msw|@kubernetes\/client-node|@faker-js\/faker)/;
  expect(crossing(imports(true), /^(mocks\/(qtap|qscan)|fixtures\/workload)\//, heavy)).toEqual([]);
});

test('the reading of imports sees a forbidden one', () => {
  const list = [{ from: 'harness/expectations/x.ts', to: 'node:fs' }];
  expect(crossing(list, /^harness\/expectations\//, /^node:fs/)).toEqual(['harness/expectations/x.ts -> node:fs']);
});
