#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { cleanCommand } = await import('./clean-command.ts');
process.exitCode = await cleanCommand(process.argv.slice(2));
