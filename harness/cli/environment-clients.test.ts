import { afterAll, beforeAll, expect, test } from 'vitest';
import { askEverything } from '../testing/clients/ask-everything.ts';
import { paste } from '../testing/clients/paste.ts';
import { bufClient, curlClient } from '../testing/clients/printed-clients.ts';
import { printedCommand } from '../testing/clients/printed-command.ts';
import { type StartedEnvironment, startEnvironment } from '../testing/clients/start-environment.ts';
import { skipReason } from '../testing/skip-reason.ts';

let environment: StartedEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment?.[Symbol.asyncDispose]());

const reason = skipReason('curl');

test.skipIf(reason)(`the printed curl asks Pulse by plain Connect${reason}`, () =>
  askEverything(curlClient(environment), environment.orgId),
);

// npx starts anew for each of its nine calls.
test('the printed buf curl, connect-go, is told the same by gRPC', { timeout: 90_000 }, () =>
  askEverything(bufClient(environment, 'grpc'), environment.orgId),
);

test("the printed command of Ably's own client hears of a snapshot that is saved changed", async () => {
  await using client = paste(environment.output, printedCommand(environment.output, 'NODE_EXTRA_CA_CERTS'));
  await client.shows('attached');
  environment.saveSnapshot();
  await client.shows('config.changed');
});

test('what calls Pulse and listens for changes fits a terminal of 80 columns', () => {
  for (const beginning of ['curl --cacert "$EDGE_CA" -H', 'npx buf', 'grpcurl', 'NODE_EXTRA', '(cd mocks/']) {
    for (const line of printedCommand(environment.output, beginning).split('\n')) {
      expect(line.length, line).toBeLessThanOrEqual(80);
    }
  }
});
