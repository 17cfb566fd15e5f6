import { once } from 'node:events';
import http2 from 'node:http2';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { create } from '@bufbuild/protobuf';
import { type StringValue, StringValueSchema } from '@bufbuild/protobuf/wkt';
import { createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { echoService } from '../echo-service.ts';
import { outcome, say } from './say.ts';

// Each kind of client against hosts outside the cluster, certificates verified.
say(await outcome(fetch('https://api.example.com/fetch').then((response) => response.text())));
say(await outcome(viaHttps('https://api.example.com/https')));
say(await outcome(viaHttp2('https://api.example.com', '/http2')));
say(await outcome(viaS3()));
say(await outcome(viaGrpc()));
process.exit();

async function viaHttps(url: string): Promise<string> {
  const [response] = await once(https.get(url), 'response');
  return text(response);
}

async function viaHttp2(origin: string, path: string): Promise<string> {
  const session = http2.connect(origin);
  await once(session, 'connect');
  const body = await text(session.request({ ':path': path }));
  session.close();
  return body;
}

async function viaS3(): Promise<number | undefined> {
  const client = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    forcePathStyle: true,
  });
  const put = await client.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: 'body' }));
  return put.$metadata.httpStatusCode;
}

async function viaGrpc(): Promise<string> {
  const transport = createGrpcTransport({ baseUrl: 'https://grpc.example.com' });
  const client = createClient(echoService, transport) as unknown as { say(message: StringValue): Promise<StringValue> };
  return (await client.say(create(StringValueSchema, { value: 'over gRPC' }))).value;
}
