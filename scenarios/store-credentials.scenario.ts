import assert from 'node:assert/strict';
import { agentLog, allOf, inStore, ownStoreEntry, trialScenario, variable } from '../harness/index.ts';

const exchanges = 20;
const from = (name: string) => ({ type: 'env', value: name });

trialScenario(
  {
    name: 'store-credentials',
    title: 'Keys that an agent lacks are named, with the line that should give them',
    about: `Qtap takes its S3 keys from variables that the snapshot names, QScan from variables of its own, and both from a Secret.
      A key that does not arrive costs every payload, while both pods stay ready.`,
    tags: ['storage'],
  },
  [
    {
      id: 's3-env-empty',
      title: "the snapshot names variables that Qtap's pod does not have",
      how: 'behaviour',
      exchanges,
      change: allOf(inStore('access_key', from('S3_ACCESS_KEY')), inStore('secret_key', from('S3_SECRET_KEY'))),
      ends: /^Qtap cannot set up its object store: s3 access key env var \(S3_ACCESS_KEY\) is empty or not set; the snapshot takes a key from S3_ACCESS_KEY, which Qtap's pod does not have/,
      at: /access_key:/,
    },
    {
      id: 's3-one-key',
      title: 'the variable of the secret key is misspelt',
      how: 'behaviour',
      exchanges,
      change: inStore('secret_key', from('AWS_SECRET_KEY')),
      ends: /^Qtap cannot set up its object store: secret_key is required when access_key is provided; the snapshot takes a key from AWS_SECRET_KEY/,
      at: /secret_key:/,
    },
    {
      id: 's3-one-key',
      title: 'the variable of the access key is misspelt',
      how: 'behaviour',
      exchanges,
      change: inStore('access_key', from('AWS_ACCESS_KEY')),
      ends: /^Qtap cannot set up its object store: access_key is required when secret_key is provided; the snapshot takes a key from AWS_ACCESS_KEY,/,
      at: /access_key:/,
    },
    {
      id: 'value-source-typo',
      title: 'the type of both keys is written evn',
      how: 'behaviour',
      exchanges,
      change: allOf(
        inStore('access_key', { type: 'evn', value: 'AWS_ACCESS_KEY_ID' }),
        inStore('secret_key', { type: 'evn', value: 'AWS_SECRET_ACCESS_KEY' }),
      ),
      ends: /^Qtap cannot set up its object store: access_key is required; the type of access_key is "evn", which is always empty: write env or text/,
      at: /access_key:/,
    },
    {
      id: 'irsa-only',
      title: 'the snapshot leaves the keys to a role of the service account',
      how: 'simulated',
      unproven: 'what a role gives: there is no STS here.',
      exchanges,
      change: allOf(inStore('access_key', undefined), inStore('secret_key', undefined)),
      ends: /^Qtap cannot set up its object store: access_key is required; the snapshot gives no access_key.*static keys/,
      at: ownStoreEntry,
    },
    {
      id: 'irsa-only',
      title: 'the same with a newer Qtap, which looks for keys around it',
      how: 'simulated',
      unproven: 'a role: there is no STS here, and the keys that it would give stand in the variables of the pod.',
      exchanges,
      change: allOf(inStore('access_key', undefined), inStore('secret_key', undefined)),
      additions: { qtap: { ambientCredentials: true } },
      ends: 'green',
      async shows(seen) {
        assert.match(await agentLog(seen, 'qtap'), /successfully authenticated to S3/);
        return 'Qtap logs "successfully authenticated to S3", and nothing is missing';
      },
    },
    {
      id: 'irsa-only',
      title: 'QScan has no static keys',
      how: 'simulated',
      unproven: 'what a role gives: there is no STS here.',
      exchanges,
      change: allOf(variable('qscan', 'AWS_ACCESS_KEY_ID', ''), variable('qscan', 'AWS_SECRET_ACCESS_KEY', '')),
      ends: /^QScan has no AWS_ACCESS_KEY_ID, so S3 refuses it/,
      at: /name: AWS_ACCESS_KEY_ID/,
    },
  ],
);
