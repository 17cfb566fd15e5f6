import type { Json } from '../../environments/embedded/cluster/api/objects/json.ts';
import type { ScalarSchema } from '../../environments/embedded/cluster/api/openapi/schema.ts';
import type { Random } from '../../random/random.ts';
import { enumWords } from './enum-words.ts';
import { fieldNumbers, fieldWords } from './field-words.ts';

/** A value that the field of this name usually takes. */
export function tameScalar(random: Random, schema: ScalarSchema, owner: string, field: string): Json {
  switch (schema.type) {
    case 'string': {
      const words = enumWords[schema.goType] ?? fieldWords[`${owner}.${field}`] ?? fieldWords[field];
      return words?.length ? random.pick(words) : `${field.toLowerCase().slice(0, 12)}-1`;
    }
    case 'int32':
    case 'int64': {
      const [min, max] = fieldNumbers[field] ?? [1, 20];
      return random.integer(min, max);
    }
    case 'double':
      return random.integer(0, 5);
    case 'boolean':
      return random.chance(0.5);
    case 'quantity':
      return random.pick(['1', '500m', '128Mi', '2Gi', '1.5', '1024Mi', 2]);
    case 'intOrString':
      return random.pick<Json>([1, 8080, '25%', 'http', 80]);
    case 'time':
      return schema.goType === 'v1.MicroTime' ? '2026-01-02T03:04:05.000006Z' : '2026-01-02T03:04:05Z';
    case 'bytes':
      return random.pick(['YQ==', 'eyJhdXRocyI6e319', '']);
    default:
      return { any: 1 };
  }
}

export const wildTexts = [
  ...['', 'UPPER', 'a b', '-x', 'x-', 'x_y', 'a.b', '..', '../up', '/abs', 'a/b', 'a/b/c', '1', 'é', '%', 'a=b', '*'],
  ...['a'.repeat(16), 'a'.repeat(63), 'a'.repeat(64), 'a'.repeat(254), '300.1.2.3', '010.1.2.3', '10.0.0.0/33', '$(X)'],
];
const wildNumbers = [
  -1, 0, 1, 255, 256, 511, 512, 600, 30_000, 65_535, 65_536, 86_400, 86_401, 2_147_483_647, -2_147_483_648,
];

/** A value of the right type that a rule may well forbid. */
export function wildScalar(random: Random, schema: ScalarSchema): Json {
  switch (schema.type) {
    case 'string':
      return random.pick(wildTexts);
    case 'int32':
      return random.pick(wildNumbers);
    case 'int64':
      return random.pick([...wildNumbers, 2_147_483_648, 4_294_967_296, -9_007_199_254_740_991]);
    case 'quantity':
      return random.pick<Json>([
        '-1',
        '0',
        '1e3',
        '0.1m',
        '1Ki',
        '1.5Gi',
        '100E',
        '',
        '1 ',
        'lots',
        1.5,
        '+1',
        '.5',
        '1e-1',
      ]);
    case 'intOrString':
      return random.pick<Json>([-1, 0, 65_536, '', '0%', '101%', '-1%', '5', 'UP', 'a'.repeat(16), '--', '100%']);
    case 'time':
      return random.pick([
        '',
        '2026-01-02',
        '2026-13-02T03:04:05Z',
        '2026-01-02T03:04:05+02:00',
        '2026-01-02T03:04:05.5Z',
      ]);
    case 'bytes':
      return random.pick(['!', 'YQ', 'YQ=', 'Y Q=']);
    case 'double':
      return random.pick([-1, 0.5]);
    case 'boolean':
      return random.chance(0.5);
    default:
      return random.pick<Json>([{}, 'text', 1]);
  }
}
