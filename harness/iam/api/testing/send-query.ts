import { createHash, createHmac } from 'node:crypto';

/** One request of the query protocol, signed; written apart from what verifies it, so that neither proves itself. */
export interface SignedQuery {
  /** Origin. */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly service?: 'iam' | 'sts';
  /** Seconds by which the client's clock is ahead. */
  readonly ahead?: number;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface QueryAnswer {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly body: string;
}

export async function sendQuery({ endpoint, service = 'iam', ahead = 0, ...query }: SignedQuery): Promise<QueryAnswer> {
  const body = new URLSearchParams({ Version: '2010-05-08', ...query.parameters }).toString();
  const stamp = new Date(Date.now() + ahead * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  const { host } = new URL(endpoint);
  const canonical = ['POST', '/', '', `host:${host}`, `x-amz-date:${stamp}`, '', 'host;x-amz-date', sha256(body)].join(
    '\n',
  );
  const scope = [stamp.slice(0, 8), 'us-east-1', service, 'aws4_request'];
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${query.secretAccessKey}`);
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope.join('/'), sha256(canonical)].join('\n');
  const response = await fetch(`${endpoint}/`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-amz-date': stamp,
      authorization: `AWS4-HMAC-SHA256 Credential=${query.accessKeyId}/${scope.join('/')}, SignedHeaders=host;x-amz-date, Signature=${hmac(key, toSign).toString('hex')}`,
    },
  });
  const text = await response.text();
  const element = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(text)?.[1]?.replaceAll('&quot;', '"');
  return { status: response.status, code: element('Code'), message: element('Message'), body: text };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
