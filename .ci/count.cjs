#!/usr/bin/env node
// Prints "passed failed skipped" of a vitest JSON report, then a line for each failed test with the first line of why. A test file
// that could not be loaded counts as one failed.
const { readFileSync } = require('node:fs');
const { relative } = require('node:path');

const firstLine = (text) => text.split('\n', 1)[0].slice(0, 300);

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const skipped = report.numPendingTests + report.numTodoTests;
if (report.numTotalTests === 0) throw new Error('The report holds no test.');
const failures = report.testResults.flatMap((file) => {
  const path = relative(process.cwd(), file.name);
  if (file.status === 'failed' && file.assertionResults.length === 0) return [`${path}: ${firstLine(file.message)}`];
  return file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(
      ({ fullName, failureMessages }) => `${path}: ${fullName}: ${firstLine(failureMessages[0] ?? 'no reason given')}`,
    );
});
console.log(report.numPassedTests, failures.length, skipped);
for (const failure of failures) console.log(failure);
