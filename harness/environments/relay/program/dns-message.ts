const responseCode = {
  noError: 0,
  formatError: 1,
  serverFailure: 2,
  nameError: 3,
  notImplemented: 4,
  refused: 5,
} as const;
const type = { a: 1, opt: 41, any: 255 } as const;
const internet = 1;
const anyClass = 255;

/** Seconds that a client may keep an answer; nothing ever changes it. */
const timeToLive = 60;
const headerLength = 12;

interface Question {
  /** Lower case, without the root's dot. */
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** Where the question ends in the message. */
  readonly end: number;
}

/** An answer, or who knows better: what names a machine beside the node is asked of the node's own name server. */
export type DnsAnswer = Buffer | 'ask the node' | undefined;

/**
 * Answers a DNS message (RFC 1035, RFC 6891): every name of the outside world has the one address, and no other records.
 * Names of the cluster and reverse look-ups do not exist. Undefined: not worth an answer.
 */
export function answerDns(message: Uint8Array, address: string): DnsAnswer {
  const query = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  if (query.length < headerLength) return undefined;
  const flags = query.readUInt16BE(2);
  const isResponse = (flags & 0x8000) !== 0;
  if (isResponse) return undefined;
  const operation = (flags >> 11) & 0xf;
  if (operation !== 0) return reply(query, undefined, responseCode.notImplemented);
  const question = readQuestion(query);
  if (question === undefined) return reply(query, undefined, responseCode.formatError);
  const extended = hasOption(query, question.end);
  if (extended === undefined) return reply(query, undefined, responseCode.formatError);
  const answer = (code: number, records: readonly Buffer[] = []) => reply(query, question, code, records, extended);
  if (question.class !== internet && question.class !== anyClass) return answer(responseCode.refused);
  if (isMachine(question.name)) return 'ask the node';
  if (isUnknown(question.name)) return answer(responseCode.nameError);
  if (question.type !== type.a && question.type !== type.any) return answer(responseCode.noError);
  return answer(responseCode.noError, [addressRecord(address)]);
}

/** kube-proxy and the like call the control plane by the name of its container, which only Docker's name server knows. */
function isMachine(name: string): boolean {
  return name !== '' && !name.includes('.') && name !== 'localhost';
}

function isUnknown(name: string): boolean {
  return /(^|\.)(cluster\.local|arpa|localhost)$/.test(name);
}

/** The answer to a query that nobody could be asked, or that nobody answered. */
export function failDns(message: Uint8Array): Buffer {
  const query = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  return reply(query, readQuestion(query), responseCode.serverFailure);
}

function readQuestion(query: Buffer): Question | undefined {
  if (query.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = headerLength;
  for (;;) {
    const length = query[at];
    // A question's name is never compressed: there is nothing before it to point to.
    if (length === undefined || length > 63) return undefined;
    at += 1;
    if (length === 0) break;
    if (at + length > query.length || at + length - headerLength > 255) return undefined;
    labels.push(query.toString('latin1', at, at + length).toLowerCase());
    at += length;
  }
  if (at + 4 > query.length) return undefined;
  return { name: labels.join('.'), type: query.readUInt16BE(at), class: query.readUInt16BE(at + 2), end: at + 4 };
}

/** Whether the query has an OPT record, so that the answer needs one; undefined when its records cannot be read. */
function hasOption(query: Buffer, start: number): boolean | undefined {
  const records = query.readUInt16BE(6) + query.readUInt16BE(8) + query.readUInt16BE(10);
  let found = false;
  let at = start;
  for (let index = 0; index < records; index += 1) {
    const fields = skipName(query, at);
    if (fields === undefined || fields + 10 > query.length) return undefined;
    if (query.readUInt16BE(fields) === type.opt) found = true;
    at = fields + 10 + query.readUInt16BE(fields + 8);
    if (at > query.length) return undefined;
  }
  return found;
}

function skipName(query: Buffer, start: number): number | undefined {
  let at = start;
  for (;;) {
    const length = query[at];
    if (length === undefined) return undefined;
    if (length === 0) return at + 1;
    if ((length & 0xc0) === 0xc0) return at + 2;
    if (length > 63) return undefined;
    at += 1 + length;
  }
}

function addressRecord(address: string): Buffer {
  const record = Buffer.alloc(16);
  const nameOfTheQuestion = 0xc000 | headerLength;
  record.writeUInt16BE(nameOfTheQuestion, 0);
  record.writeUInt16BE(type.a, 2);
  record.writeUInt16BE(internet, 4);
  record.writeUInt32BE(timeToLive, 6);
  record.writeUInt16BE(4, 10);
  for (const [index, part] of address.split('.').entries()) record[12 + index] = Number(part);
  return record;
}

/** An OPT record that promises 1232 bytes, what passes every path unfragmented. */
const option = Buffer.from([0, 0, type.opt, 0x04, 0xd0, 0, 0, 0, 0, 0, 0]);

function reply(
  query: Buffer,
  question: Question | undefined,
  code: number,
  records: readonly Buffer[] = [],
  extended = false,
): Buffer {
  const head = Buffer.alloc(headerLength);
  head.writeUInt16BE(query.readUInt16BE(0), 0);
  const asked = query.readUInt16BE(2) & 0x7900;
  const responseAuthoritativeRecursive = 0x8480;
  head.writeUInt16BE(responseAuthoritativeRecursive | asked | code, 2);
  head.writeUInt16BE(question === undefined ? 0 : 1, 4);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt16BE(extended ? 1 : 0, 10);
  const asWasAsked = question === undefined ? [] : [query.subarray(headerLength, question.end)];
  return Buffer.concat([head, ...asWasAsked, ...records, ...(extended ? [option] : [])]);
}
