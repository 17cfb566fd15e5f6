import { hasEnded, isReady, type PodCase, script, server, waitsFor } from './pod-case.ts';

/** How containers start, end and come again. */
export const containerCases: readonly PodCase[] = [
  { name: 'an exit code of 0 ends a pod that restarts nothing' },
  { name: 'an exit code of 3', container: { command: script('process.exit(3)') } },
  { name: 'a command that is not in the image', container: { command: ['uv', 'run'] }, events: ['Failed'] },
  { name: 'a path that is not in the image', container: { command: ['/app/run'] }, events: ['Failed'] },
  {
    name: 'a working directory that is not in the image',
    container: { command: script('console.log(process.cwd())'), workingDir: '/work/here' },
  },
  {
    name: 'a crash with restartPolicy Always backs off',
    container: { command: script('process.exit(1)') },
    spec: { restartPolicy: 'Always' },
    until: waitsFor('CrashLoopBackOff'),
    events: ['BackOff'],
  },
  {
    name: 'a missing command with restartPolicy Always backs off',
    container: { command: ['uv', 'run'] },
    spec: { restartPolicy: 'Always' },
    until: waitsFor('CrashLoopBackOff'),
    events: ['Failed', 'BackOff'],
  },
  {
    name: 'success with restartPolicy OnFailure',
    container: { command: script('process.exit(0)') },
    spec: { restartPolicy: 'OnFailure' },
  },
  {
    name: 'failure with restartPolicy OnFailure',
    container: { command: script('process.exit(2)') },
    spec: { restartPolicy: 'OnFailure' },
    until: waitsFor('CrashLoopBackOff'),
  },
  {
    name: 'success with restartPolicy Always backs off as well',
    spec: { restartPolicy: 'Always' },
    until: waitsFor('CrashLoopBackOff'),
  },
  {
    name: 'more memory than the limit',
    container: {
      command: script(
        'const kept = []; setInterval(() => kept.push(Buffer.alloc(2 ** 23, 1)), 20); setTimeout(() => {}, 1e6)',
      ),
      resources: { limits: { memory: '200Mi' } },
    },
  },
  {
    name: 'a termination message in its file',
    container: {
      command: script("require('fs').writeFileSync('/dev/termination-log', 'out of luck'); process.exit(4)"),
    },
  },
  {
    name: 'a termination message in a file of its own',
    container: {
      command: script("require('fs').writeFileSync('/tmp/why', 'no more work'); process.exit(0)"),
      terminationMessagePath: '/tmp/why',
    },
  },
  {
    name: 'a termination message from the log',
    container: {
      command: script("console.log('first'); console.log('last'); process.exit(5)"),
      terminationMessagePolicy: 'FallbackToLogsOnError',
    },
  },
  {
    name: 'no termination message from the log of a success',
    container: { command: script("console.log('fine')"), terminationMessagePolicy: 'FallbackToLogsOnError' },
  },
  {
    name: 'a pod with a deadline',
    container: { command: server },
    // Long enough for its program to run, also on a busy machine.
    spec: { activeDeadlineSeconds: 12 },
    events: ['DeadlineExceeded'],
  },
  {
    name: 'one container of two ends',
    container: { command: server },
    spec: { containers: [{ name: 'd', image: 'node:24-bookworm-slim', command: script('process.exit(7)') }] },
    until: ({ status }) => status?.containerStatuses?.some(({ state }) => state?.terminated) ?? false,
  },
  {
    name: 'a pod that is ready',
    container: { command: server, resources: { requests: { cpu: '10m', memory: '32Mi' } } },
    until: isReady,
    events: ['Created', 'Started'],
  },
  {
    name: 'requests that are limits',
    container: { resources: { limits: { cpu: '100m', memory: '256Mi' } } },
    until: hasEnded,
  },
];
