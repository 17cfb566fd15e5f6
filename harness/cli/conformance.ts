#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { conformanceCommand } = await import('./conformance-command.ts');
process.exitCode = await conformanceCommand(process.argv.slice(2));
