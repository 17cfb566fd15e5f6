#!/usr/bin/env node
// Prints "passed failed skipped" of a JSON report of `npm run scenario`, then a line for each red scenario with the first line of
// why, and for each row of the failure catalogue that no scenario catches.
const { readFileSync } = require('node:fs');

const firstLine = (text) => text.split('\n', 1)[0].slice(0, 300);

const { scenarios, leftOut, coverage = [] } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
if (scenarios.length === 0) throw new Error('The report holds no scenario.');
const red = scenarios.filter(({ ok }) => !ok);
const missing = coverage.filter(({ by }) => by.length === 0);
const failures = [
  ...red.map(({ name, failure }) => `scenario ${name}: ${firstLine(failure?.cause ?? 'it did not run to its end')}`),
  ...missing.map(({ row }) => `catalogue: no scenario catches ${row.id}: ${row.wrong}`),
];
console.log(scenarios.length - red.length, failures.length, leftOut.length);
for (const failure of failures) console.log(failure);
