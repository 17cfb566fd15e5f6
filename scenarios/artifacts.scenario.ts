import assert from 'node:assert/strict';
import { agentPods, type Trial, trialScenario } from '../harness/index.ts';

/** What QScan gets in the place of the first objects that it reads, and what it says of each. */
const broken = [
  { name: 'empty', body: '', says: /the object is no JSON/ },
  { name: 'truncated', body: '{"url":"https://api.partner.example/","request":{"bo', says: /the object is no JSON/ },
  { name: 'not JSON', body: '<html>502 Bad Gateway</html>', says: /the object is no JSON/ },
  { name: 'JSON, and no scan input', body: '{}', says: /no scan input: neither request nor response/ },
];

const undecodable: Trial = {
  id: 'artifact-undecodable',
  title: 'the first objects are empty, truncated, no JSON, no scan input',
  how: 'behaviour',
  exchanges: 40,
  before: ({ faults }) => {
    for (const [index, { name, body }] of broken.entries()) {
      faults.add({
        name,
        at: { route: 'object-store', method: 'GET' },
        when: { requests: { from: index, to: index + 1 } },
        fault: { kind: 'status', status: 200, contentType: 'application/json', body },
      });
    }
  },
  ends: /^QScan reports 4 of \d+ scan jobs as failed: the object is no/,
  async shows({ pipeline, files, collected }) {
    assert(pipeline && files && collected);
    const { reports } = collected.evidence;
    const errors = reports.flatMap(({ error }) => error ?? []);
    for (const { name, says } of broken)
      assert(
        errors.some((error) => says.test(error)),
        `no report of what is ${name}`,
      );
    const [pod] = await agentPods(pipeline, files, 'qscan');
    assert.equal(pod?.status?.containerStatuses?.[0]?.restartCount, 0, 'QScan was restarted');
    const done = reports.length - errors.length;
    assert(done > 0, 'QScan scanned nothing after them');
    return `an error report for each of the ${broken.length}, ${done} scans succeeded afterwards, and the worker was never restarted`;
  },
};

trialScenario(
  {
    name: 'artifacts',
    title: 'An object that cannot be read costs one scan, not the scanner',
    about: `Objects in the bucket are empty, cut off, no JSON or something else altogether. QScan has to say so of each in its report, and to
      go on with the next.`,
    tags: ['scanning', 'storage'],
  },
  [undecodable],
);
