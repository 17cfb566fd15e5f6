import fc from 'fast-check';

// A red property must be red again for whoever looks at it. Other inputs than these: FAST_CHECK_SEED=random npm test
const { FAST_CHECK_SEED: wanted = '1' } = process.env;
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
