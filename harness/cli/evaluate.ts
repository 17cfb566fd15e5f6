#!/usr/bin/env node
import '../../mocks/qscan/no-telemetry.ts';
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
const { evaluateCommand } = await import('./evaluate-command.ts');
process.exitCode = await evaluateCommand(process.argv.slice(2));
