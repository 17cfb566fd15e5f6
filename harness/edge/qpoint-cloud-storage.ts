import type { EdgeRequest, EdgeResponse, EdgeRoute } from './edge-route.ts';
import { warehouseHost, warehouseS3Host } from './hosts.ts';
import { readToEnd } from './read-to-end.ts';

/**
 * Routes for Qpoint's own cloud storage. They answer as that cloud would, so that payloads which leave the account are seen
 * arriving (bodies are recorded) instead of being guessed at.
 */
export function qpointCloudStorage(): EdgeRoute[] {
  const assets = new Set<string>();
  return [
    {
      name: 'qpoint-warehouse-s3',
      matches: (host) => host === warehouseS3Host,
      handle: refuseKeys,
      recordBodies: true,
    },
    {
      name: 'qpoint-warehouse',
      matches: (host) => host === warehouseHost,
      handle: (request, response) => storeAsset(assets, request, response),
      recordBodies: true,
    },
  ];
}

/** An AWS key of the customer's is unknown there; the error is S3's own form of that. */
async function refuseKeys(request: EdgeRequest, response: EdgeResponse): Promise<void> {
  await readToEnd(request);
  const key = /Credential=([A-Za-z0-9]+)\//.exec(String(request.headers.authorization ?? ''))?.[1];
  const [code, message] =
    key === undefined
      ? ['AccessDenied', 'Access Denied']
      : ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'];
  const keyElement = key === undefined ? '' : `<AWSAccessKeyId>${key}</AWSAccessKeyId>`;
  response.writeHead(403, { 'content-type': 'application/xml' });
  response.end(
    request.method === 'HEAD'
      ? undefined
      : `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${keyElement}` +
          '<RequestId>0000000000000000</RequestId><HostId>qpoint-warehouse</HostId></Error>',
  );
}

/** `HEAD` then `PUT /assets/{sha1}` (reference, artifacts.md section 6, "Qpoint's own storage"). */
async function storeAsset(assets: Set<string>, request: EdgeRequest, response: EdgeResponse): Promise<void> {
  await readToEnd(request);
  const digest = /^\/assets\/([0-9a-f]{40})$/.exec(request.url ?? '')?.[1];
  if (digest !== undefined && request.method === 'PUT') {
    response.writeHead(assets.has(digest) ? 200 : 201);
    assets.add(digest);
  } else response.writeHead(digest !== undefined && request.method === 'HEAD' && assets.has(digest) ? 200 : 404);
  response.end();
}
