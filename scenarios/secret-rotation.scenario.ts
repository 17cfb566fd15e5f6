import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { podsOf, rotateSecret, serveSnapshot, trialScenario } from '../harness/index.ts';

/** Exchanges that show which key an agent uses. */
const few = 40;

const rotated = 'qpt_of_the_rotated_secret';

trialScenario(
  {
    name: 'secret-rotation',
    title: 'A Secret that was changed reaches no pod that runs',
    about: `Variables come from a Secret when a container starts. Whoever rotates a token or an S3 key and restarts nothing has pods that
      use the old value until somebody does: nothing says so as long as it is accepted, and uploads fail when it no longer is.`,
    tags: ['identity', 'storage'],
    notOn: { existing: 'it takes a key away from the IAM user, which is somebody else there' },
  },
  [
    {
      id: 'config-stale-mount',
      title: 'the token is changed in the Secret, no pod is restarted',
      how: 'behaviour',
      exchanges: few,
      async during(scene) {
        await rotateSecret(scene, 'qtap', { REGISTRATION_TOKEN: rotated });
        await serveSnapshot(scene, scene.files.snapshotText);
        return undefined;
      },
      ends: 'green',
      async shows({ pipeline, files }) {
        assert.ok(pipeline && files, 'nothing was started');
        const agent = files.deployment.agents.find(({ role }) => role === 'qtap');
        const { name = '' } = agent?.variables.get('REGISTRATION_TOKEN')?.origin?.object.metadata ?? {};
        const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name } };
        const { data = {} } = await pipeline.cluster.read(secret, agent?.namespace ?? '');
        const held = Object.values(data as Record<string, string>).map((value) =>
          Buffer.from(value, 'base64').toString(),
        );
        assert.ok(held.includes(rotated), 'the Secret does not hold the new token');
        const [last] = pipeline.qplane.state.calls('config').slice(-1);
        assert.notEqual(last?.token, rotated, 'Qtap shows the new token');
        const pods = await podsOf({ pipeline, files }, 'qtap');
        assert.ok(
          pods.every(({ status }) => status?.containerStatuses?.every(({ restartCount }) => restartCount === 0)),
        );
        return `Secret ${name} holds a new token, and Qtap fetches its config with the old one`;
      },
    },
    {
      id: 'key-rotated',
      title: 'the S3 key is changed in the Secret, and the old one is deleted',
      how: 'behaviour',
      exchanges: few,
      async during(scene) {
        const { iam, agentKey } = scene.pipeline;
        const user = iam.directory.keys.get(agentKey.accessKeyId)?.user?.name ?? '';
        const key = {
          accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
          secretAccessKey: randomBytes(20).toString('hex'),
        };
        iam.addAccessKey({ ...key, user });
        const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = key;
        await rotateSecret(scene, 'qtap', { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
        iam.removeAccessKey(agentKey.accessKeyId);
        return undefined;
      },
      ends: /^S3 refuses Qtap's uploads to \S+ with 403: 403 InvalidAccessKeyId.*restart the pods: they keep what it held/,
    },
  ],
);
