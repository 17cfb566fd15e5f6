import { strict as assert } from 'node:assert';
import { allOf, counted, endpointAt, inPlugin, inSequence, times, trialScenario } from '../harness/index.ts';

const rate = (value: number) => inPlugin('qscan', 'config.sample_rate', value);
const baseline = (value: number) => inPlugin('qscan', 'config.sample_baseline', value);
/** More than the default baseline takes. */
const contacts = inSequence(times(150, endpointAt('/v1/contacts')));

trialScenario(
  {
    name: 'sampling-rates',
    title: 'A sampling rate means what Qtap reads, not what was meant',
    about: `sample_rate above 1 is a percentage, and 0 is the default, as it is for sample_baseline: neither switches anything
      off. Nobody hears of it; only Qtap's own counters tell, which are held to the model of its sampling.`,
    tags: ['sampling'],
  },
  [
    {
      id: 'sampling-rate-percent',
      title: 'sample_rate: 10 is a tenth, not ten times all',
      how: 'behaviour',
      change: allOf(baseline(1), rate(10)),
      ends: 'green',
      shows: (seen) => {
        const { baseline, rate, attempted } = counted(seen);
        assert.equal(baseline, 0, 'a baseline of 1 samples nothing');
        assert(rate > 0 && rate < attempted / 2, `${rate} of ${attempted} is no tenth`);
        return `${rate} of ${attempted} exchanges sampled, none by baseline`;
      },
    },
    {
      id: 'sampling-rate-percent',
      title: 'sample_rate: 1.5 is a rate of 0.015, not more than always',
      how: 'behaviour',
      change: allOf(baseline(2), rate(1.5)),
      ownTraffic: contacts,
      ends: 'green',
      shows: (seen) => {
        const { baseline, rate, attempted } = counted(seen);
        assert.equal(baseline, 1, 'a baseline of 2 samples the first exchange of the endpoint');
        assert(rate < attempted / 4, `${rate} of ${attempted} by a rate of 0.015`);
        return `${rate} of ${attempted - 1} exchanges sampled by a rate that looks like more than all`;
      },
    },
    {
      id: 'sampling-zero',
      title: 'sample_baseline: 0 and sample_rate: 0 are the defaults 100 and 0.1, not off',
      how: 'behaviour',
      change: allOf(baseline(0), rate(0)),
      ownTraffic: contacts,
      ends: 'green',
      shows: (seen) => {
        const { baseline, rate } = counted(seen);
        assert.equal(baseline, 99, 'the default baseline of 100 samples 99 exchanges');
        return `99 exchanges sampled by baseline, ${rate} of 51 by rate`;
      },
    },
  ],
);
