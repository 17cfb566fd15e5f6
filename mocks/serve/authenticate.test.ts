import { expect, test } from 'vitest';
import { authenticate } from './authenticate.ts';

const shown = (token: string) => new Headers({ authorization: `Bearer ${token}` });

test('a token stands for its environment, and one that the environment accepts beside its own does too', () => {
  const environments = [
    { token: 'a', orgId: '1' },
    { token: 'b', orgId: '2', accepts: (token: string) => token === 'c' },
  ];
  const org = (token: string) => authenticate(environments, shown(token)).environment?.orgId;
  expect([org('a'), org('b'), org('c'), org('d')]).toEqual(['1', '2', '2', undefined]);
  expect(authenticate(environments, new Headers()).refusal).toBe('missing');
  expect(authenticate(environments, shown('d')).refusal).toBe('unknown');
});
