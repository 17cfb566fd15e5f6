#!/usr/bin/env node
import { useCompileCache } from './use-compile-cache.ts';

useCompileCache();
const { scenarioCommand } = await import('./scenario-command.ts');
process.exitCode = await scenarioCommand(process.argv.slice(2));
