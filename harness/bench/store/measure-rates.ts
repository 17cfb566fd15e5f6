import { S3 } from '@aws-sdk/client-s3';
import { median } from '../median.ts';
import { benchBucket, benchKey, benchRegion } from './bench-target.ts';
import { bodyOf } from './raw-client.ts';
import { openRawConnection } from './raw-connection.ts';

/** Requests per second of one client. */
export interface StoreRate {
  readonly client: 'raw' | 'sdk';
  readonly method: 'PUT' | 'GET';
  readonly kib: number;
  readonly ours: number;
  readonly theirs: RateOfAnother | undefined;
}

export interface RateOfAnother {
  readonly rate: number;
  /** Median of ours against theirs, round by round. */
  readonly ratio: number;
}

export interface RateOptions {
  readonly ours: string;
  /** Endpoint of a LocalStack; undefined measures ours alone. */
  readonly theirs: string | undefined;
  readonly rounds: number;
  readonly millisecondsARound: number;
}

const sizes = [1, 16, 1024];

/** Requests under way at a time, as an agent has that stores what it captures. */
export const inFlight = 8;

/** Measures both stores in turn, so that whatever slows the machine down slows both. */
export async function measureRates(options: RateOptions): Promise<StoreRate[]> {
  const { ours, theirs, rounds, millisecondsARound } = options;
  const rates: StoreRate[] = [];
  for (const client of ['raw', 'sdk'] as const) {
    using own = await calls[client](ours);
    using other = theirs === undefined ? undefined : await calls[client](theirs);
    for (const kib of sizes) {
      const body = Buffer.alloc(kib * 1024, 'embedded ');
      for (const method of ['PUT', 'GET'] as const) {
        const measured: { ours: number; theirs: number }[] = [];
        const ourCall = own.prepare(method, body);
        const theirCall = other?.prepare(method, body);
        await callsPerSecond(ourCall, millisecondsARound / 2);
        for (let round = 0; round < rounds; round++) {
          measured.push({
            ours: await callsPerSecond(ourCall, millisecondsARound),
            theirs: theirCall === undefined ? Number.NaN : await callsPerSecond(theirCall, millisecondsARound),
          });
        }
        const rate = {
          rate: median(measured.map((round) => round.theirs)),
          ratio: median(measured.map((round) => round.ours / round.theirs)),
        };
        rates.push({
          client,
          method,
          kib,
          ours: median(measured.map((round) => round.ours)),
          theirs: theirs === undefined ? undefined : rate,
        });
      }
    }
  }
  return rates;
}

/** One request; `lane` counts from 0 and is busy with one request at a time. */
type Call = (lane: number) => Promise<unknown>;

interface Calls extends Disposable {
  prepare(method: 'PUT' | 'GET', body: Buffer): Call;
}

const calls: Readonly<Record<StoreRate['client'], (endpoint: string) => Calls | Promise<Calls>>> = {
  async raw(endpoint) {
    const connections = await Promise.all(Array.from({ length: inFlight }, () => openRawConnection(endpoint)));
    return {
      prepare(method, bytes) {
        const body = bodyOf(method === 'PUT' ? bytes : Buffer.alloc(0));
        return (lane) => connections[lane]?.send(method, 'object', body) ?? Promise.resolve();
      },
      [Symbol.dispose]() {
        for (const connection of connections) connection[Symbol.dispose]();
      },
    };
  },
  sdk(endpoint) {
    const client = new S3({ endpoint, region: benchRegion, forcePathStyle: true, credentials: benchKey });
    const place = { Bucket: benchBucket, Key: 'object' };
    return {
      prepare: (method, Body) =>
        method === 'PUT'
          ? () => client.putObject({ ...place, Body })
          : async () => (await client.getObject(place)).Body?.transformToByteArray(),
      [Symbol.dispose]: () => client.destroy(),
    };
  },
};

async function callsPerSecond(call: Call, milliseconds: number): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  const oneAfterAnother = async (lane: number) => {
    while (performance.now() - startedAt < milliseconds) {
      await call(lane);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, (_, lane) => oneAfterAnother(lane)));
  return (count * 1000) / (performance.now() - startedAt);
}
