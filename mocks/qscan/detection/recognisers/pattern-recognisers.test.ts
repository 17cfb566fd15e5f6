import { expect, test } from 'vitest';
import type { EntityType } from '../../../../harness/entities/entity-type.ts';
import { detect } from '../detector.ts';

async function found(text: string): Promise<[EntityType, string][]> {
  const { findings } = await detect(
    { text, contentType: undefined, source: 'request_body' },
    { classifier: undefined },
  );
  return findings.map(({ type, value }) => [type, value()]);
}

test.each<[string, EntityType, string]>([
  ['write to ada.lovelace+x@mail.example.', 'EMAIL_ADDRESS', 'ada.lovelace+x@mail.example'],
  ["<bob.o'neil@mail.example>", 'EMAIL_ADDRESS', "bob.o'neil@mail.example"],
  ["'ada@mail.example'", 'EMAIL_ADDRESS', 'ada@mail.example'],
  ['href=mailto:ada@mail.example?subject=x', 'EMAIL_ADDRESS', 'ada@mail.example'],
  ['paid with 4111 1111 1111 1111 123', 'CREDIT_CARD', '4111 1111 1111 1111'],
  ['paid with 4111-1111-1111-1111', 'CREDIT_CARD', '4111-1111-1111-1111'],
  ['{"pan":378282246310005}', 'CREDIT_CARD', '378282246310005'],
  ['3782 822463 10005', 'CREDIT_CARD', '3782 822463 10005'],
  ['2223003122003222', 'CREDIT_CARD', '2223003122003222'],
  ['it is 536-90-4399.', 'US_SSN', '536-90-4399'],
  ['{"ssn":"536904399"}', 'US_SSN', '536904399'],
  ['social security number: 536 90 4399', 'US_SSN', '536 90 4399'],
  ['call +1 415 555 2671 now', 'PHONE_NUMBER', '+1 415 555 2671'],
  ['(415) 555-2671 x12', 'PHONE_NUMBER', '(415) 555-2671 x12'],
  ['+1 (415) 555-2671', 'PHONE_NUMBER', '+1 (415) 555-2671'],
  ['{"phone":"+14155562671"}', 'PHONE_NUMBER', '+14155562671'],
  ['{"mobile":"4155562671"}', 'PHONE_NUMBER', '4155562671'],
  ['+49 1511 1234567', 'PHONE_NUMBER', '+49 1511 1234567'],
  ['+33 6 12 34 56 78', 'PHONE_NUMBER', '+33 6 12 34 56 78'],
  ['tel:+44 7400 123456', 'PHONE_NUMBER', '+44 7400 123456'],
  ['{"routing_number":"021000021"}', 'US_BANK_NUMBER', '021000021'],
  ['the routing number is 021000021', 'US_BANK_NUMBER', '021000021'],
  ['account number 12345678', 'US_BANK_NUMBER', '12345678'],
  ['{"bank":{"accountNumber":"000123456789"}}', 'US_BANK_NUMBER', '000123456789'],
  ['My driver license number is D1234567.', 'US_DRIVER_LICENSE', 'D1234567'],
  ["driver's license S123-456-78-901-0", 'US_DRIVER_LICENSE', 'S123-456-78-901-0'],
  ['{"drivers_license_number":"AB123456C"}', 'US_DRIVER_LICENSE', 'AB123456C'],
  ['{"driver_license_id":"D1234567"}', 'US_DRIVER_LICENSE', 'D1234567'],
  ['write to käthe@post.example', 'EMAIL_ADDRESS', 'käthe@post.example'],
  ['邮箱ada@mail.example', 'EMAIL_ADDRESS', 'ada@mail.example'],
  ['https://shop.example/?to=ada@mail.example', 'EMAIL_ADDRESS', 'ada@mail.example'],
  ['ada@mail.example: thanks', 'EMAIL_ADDRESS', 'ada@mail.example'],
  ['call 555-0142 and ask', 'PHONE_NUMBER', '555-0142'],
  ['Handynummer 0151 5550 0147', 'PHONE_NUMBER', '0151 5550 0147'],
  ['{"order":{"buyer_ssn":"536-90-4399"}}', 'US_SSN', '536-90-4399'],
  ['my SSN for the order is 536-90-4399', 'US_SSN', '536-90-4399'],
  ['{"phone_id":"+1 415 555 2671"}', 'PHONE_NUMBER', '+1 415 555 2671'],
])('%s', async (text, type, value) => {
  expect(await found(text)).toEqual([[type, value]]);
});

test.each([
  ['a wrong Luhn digit', '4111 1111 1111 1112'],
  ['no issuer', '9111111111111111'],
  ['digits in a longer word', 'x4111111111111111'],
  ['a UUID', '536e9043-4111-4111-a111-111111111111'],
  ['an order number that looks like an SSN', 'order ORD-536-90-4399'],
  ['area 000', 'ssn 000-12-3456'],
  ['area 666', 'ssn 666-12-3456'],
  ['area 9xx', 'ssn 912-12-3456'],
  ['group 00', 'ssn 536-00-3456'],
  ['serial 0000', 'ssn 536-90-0000'],
  ['a sample from an advertisement', 'ssn 078-05-1120'],
  ['nine digits without context', 'reference 536904399'],
  ['a wrong routing checksum', 'routing number 021000022'],
  ['digits without context', 'invoice 12345678'],
  ['an account that is only an id', '{"account_id":"12345678"}'],
  ['a license without context', 'part D1234567'],
  ['a date', '{"created":"2026-01-05T10:00:00Z"}'],
  ['a date beside a phone word', 'called on 2026-01-05'],
  ['an address of the network', '192.168.100.200'],
  ['no domain', 'me@localhost, @mention, a@b'],
  ['who logs in at a URL', 'https://6f1ed002@errors.example/42 amqp://worker:s3cret@queue-1.example:5672/jobs'],
  ['a repository', 'git clone git@code.example:tools/build.git'],
  ['an order', 'Your order 536-90-4417 has left'],
  ['a part', 'part number 518-44-7302 replaces 518-44-7301'],
  ['a case', 'Case 402-11-8835 was merged into 402-11-8830'],
  ['a ticket', '{"ticketRef":"664-08-1173"}'],
  ['a SKU', 'SKU 415-555-2671-B is discontinued'],
  ['a version', '{"version":"1.800.555.0199-rc2"}'],
  ['a count of cells', '{"cell_count":4155552671}'],
  ['the day on which a license ends', '{"license_expires":20271231}'],
  ['the version of a driver', '{"driver_version":"5352810"}'],
  ['seven digits without context', 'it is 555-0142'],
])('not %s: %s', async (_, text) => {
  expect(await found(text)).toEqual([]);
});
