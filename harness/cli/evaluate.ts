#!/usr/bin/env node
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
// What the library of the scanner's model would send is nobody's business.
process.env.ORT_DISABLE_TELEMETRY = '1';
const { evaluateCommand } = await import('./evaluate-command.ts');
process.exitCode = await evaluateCommand(process.argv.slice(2));
