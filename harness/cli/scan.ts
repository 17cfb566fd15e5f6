#!/usr/bin/env node
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
// What the library of the scanner's model would send is nobody's business.
process.env.ORT_DISABLE_TELEMETRY = '1';
const { scanCommand } = await import('./scan-command.ts');
process.exitCode = await scanCommand(process.argv.slice(2));
