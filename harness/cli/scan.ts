#!/usr/bin/env node
import '../../mocks/qscan/no-telemetry.ts';
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
const { scanCommand } = await import('./scan-command.ts');
process.exitCode = await scanCommand(process.argv.slice(2));
