import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createEdge } from '../../harness/edge/edge.ts';
import { createCertificateAuthority } from '../../harness/environments/embedded/certificates/certificate-authority.ts';
import { createAbly } from './ably.ts';
import { ablyRoute } from './ably-route.ts';
import { deployChannel } from './deploy-channel.ts';

/** Of the versions that Qtap may pin (reference, qplane.md, "Push") the first, with the protocol before 2, one between, and the last. */
const versions = { '1.2.0': ['-modfile=v1.2.0.mod'], '1.2.21': ['-modfile=v1.2.21.mod'], '1.4.1': [] };
const sources = join(import.meta.dirname, 'testing/ably-go');

/** A machine may have no Go, or no way to its modules. */
const hasModules = Object.values(versions).every(
  (flags) => spawnSync('go', ['mod', 'download', ...flags], { cwd: sources, timeout: 60_000 }).status === 0,
);
const { key, channel } = deployChannel('org_e2e');
const buildTime = 180_000;

describe.skipIf(!hasModules)(`ably-go${hasModules ? '' : ' (skipped: go, or its modules, cannot be had)'}`, () => {
  let folder = '';
  const program = (version: string) => join(folder, version);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ably-go-'));
    for (const [version, flags] of Object.entries(versions)) {
      await promisify(execFile)('go', ['build', '-buildvcs=false', ...flags, '-o', program(version), '.'], {
        cwd: sources,
      });
    }
  }, buildTime);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(Object.keys(versions))('%s', (version) => {
    test.each(['msgpack', 'json'])(
      'attaches, hears what is announced, and loses nothing when it is cut (%s)',
      async (format) => {
        const ca = await createCertificateAuthority({ runId: 'test' });
        const caFile = join(folder, 'ca.pem');
        writeFileSync(caFile, ca.certPem);
        const ably = createAbly({ orgIds: ['org_e2e'] });
        await using edge = await createEdge({ ca, routes: [ablyRoute(ably)] });
        const { port } = await edge.listen();
        const agent = start(program(version), { SSL_CERT_FILE: caFile, ABLY_PORT: `${port}`, ABLY_FORMAT: format });

        await agent.says('attached');
        ably.publish(channel, 'config.changed', 'first');
        await agent.says('heard config.changed first');
        ably.cut();
        await agent.says('connection DISCONNECTED');
        ably.publish(channel, 'config.changed', 'second');
        await agent.says('heard config.changed second');
        const [connection, ...others] = ably.state.connections();
        expect(others).toEqual([]);
        expect(connection).toMatchObject({ format, resumed: 1, channels: [channel] });
        expect(agent.lines().filter((line) => line.startsWith('heard'))).toHaveLength(2);
      },
    );

    test('is refused with a key of nobody', async () => {
      const ca = await createCertificateAuthority({ runId: 'test' });
      const caFile = join(folder, 'ca.pem');
      writeFileSync(caFile, ca.certPem);
      const ably = createAbly({ orgIds: ['other'] });
      await using edge = await createEdge({ ca, routes: [ablyRoute(ably)] });
      const { port } = await edge.listen();
      const agent = start(program(version), { SSL_CERT_FILE: caFile, ABLY_PORT: `${port}`, ABLY_FORMAT: 'msgpack' });
      await agent.says('failed subscribe');
      expect(ably.state.refusals()).toMatchObject([{ reason: 'key' }]);
    });
  });
});

/** Runs the Go program, and tells what it printed. */
function start(program: string, environment: Readonly<Record<string, string>>) {
  const env = { ...process.env, ABLY_KEY: key, ABLY_CHANNEL: channel, ...environment };
  const child = spawn(program, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return {
    lines: () => lines,
    /** Resolves when it has printed a line that begins so. */
    async says(beginning: string): Promise<void> {
      const isSaid = () => lines.some((line) => line.startsWith(beginning));
      while (
        !isSaid() &&
        (await Promise.race([once(output, 'line'), once(output, 'close').then(() => 'end')])) !== 'end'
      );
      if (!isSaid()) throw new Error(`The program ended before it said "${beginning}": ${lines.join(' | ')}`);
    },
  };
}
