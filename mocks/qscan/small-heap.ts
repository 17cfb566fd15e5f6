import { setFlagsFromString } from 'node:v8';

// Keeps the young generation of this process and its threads at its first size: a worker's short-lived bodies would let it
// grow by some 30 MB, and a run has several pods on one machine. Imported first, before anything has let it grow.
setFlagsFromString('--semi-space-growth-factor=1');
