#!/usr/bin/env node
import { createInterface } from 'node:readline';
import { createAbly } from '../../mocks/ably/ably.ts';
import { ablyRoute } from '../../mocks/ably/ably-route.ts';
import { deployChannel } from '../../mocks/ably/deploy-channel.ts';
import { createPulse } from '../../mocks/pulse/pulse.ts';
import { pulseRoute } from '../../mocks/pulse/pulse-route.ts';
import { createQplane } from '../../mocks/qplane/qplane.ts';
import { qplaneRoute } from '../../mocks/qplane/qplane-route.ts';
import { createEdge } from '../edge/edge.ts';
import { createCertificateAuthority } from '../environments/embedded/certificates/certificate-authority.ts';
import type { EdgeAddress } from './edge-address.ts';

/** An Edge with its mocks: says where it listens, in a line of JSON, and gives back each line, to show that it lives. */
const account = { token: 'token-of-the-fuzz', orgId: 'org_fuzz', snapshot: '{}' };
const ca = await createCertificateAuthority({ runId: 'fuzz' });
const ably = createAbly({ orgIds: [account.orgId] });
const qplane = createQplane({ environments: [account], announce: ably.announce });
const pulse = createPulse({ environments: [account] });
const edge = await createEdge({ ca, routes: [qplaneRoute(qplane), pulseRoute(pulse), ablyRoute(ably)] });
const { port } = await edge.listen();
const address: EdgeAddress = {
  port,
  ca: ca.certPem,
  token: account.token,
  ablyKey: deployChannel(account.orgId).key,
};
process.stdout.write(`${JSON.stringify(address)}\n`);
for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${line}\n`);
process.exit();
