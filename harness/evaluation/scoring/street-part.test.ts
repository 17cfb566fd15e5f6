import { expect, test } from 'vitest';
import { streetPart } from './street-part.ts';

test.each([
  ['6750 Koskikatu 25 Apt. 864\nArtilleros\n, CO\n Uruguay 64677', '6750 Koskikatu 25 Apt. 864'],
  ['12 Elm St\nSuite 5\nTown, ST 12345', '12 Elm St\nSuite 5'],
  ['12 Elm St, Apt 4, Springfield, IL 62704', '12 Elm St, Apt 4'],
  ['Flat 2, 9 Chapel Row, Leeds, LS1 4AB', 'Flat 2, 9 Chapel Row'],
  ['Calle Mayor, 12\n28013 Madrid', 'Calle Mayor, 12'],
])('an address that goes on to its town ends with its street: %j', (address, street) => {
  expect(address.slice(0, streetPart(address))).toBe(street);
});

test.each([
  '12 Elm St, Apt 4',
  '3100 N Lamar Blvd, Suite 210',
  'Flat 402, Sai Krupa, MG Road',
  'PO Box 1182',
  '12 Elm St\nSuite 5',
])('a street is what it is: %j', (address) => {
  expect(streetPart(address)).toBeUndefined();
});
