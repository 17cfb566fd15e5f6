#!/usr/bin/env node
// Prints "passed failed skipped" of a vitest JSON report; a test file that could not be loaded counts as one failed.
const { readFileSync } = require('node:fs');

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const skipped = report.numPendingTests + report.numTodoTests;
if (report.numTotalTests === 0) throw new Error('The report holds no test.');
console.log(report.numPassedTests, report.numFailedTests + unloaded.length, skipped);
