import { hasEnded, image, isReady, type Pod, type PodCase, script, server, waitsFor } from './pod-case.ts';

const say = (word: string, code = 0): string[] => script(`console.log('${word}'); process.exit(${code})`);
const stay = script("process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e6)");
const container = (name: string, command: string[], more: object = {}) => ({ name, image, command, ...more });
const kills = (pod: Pod) => (pod.status?.containerStatuses?.[0]?.restartCount ?? 0) > 0;

/** What happens around a container's life: init containers, side-cars, hooks and probes. */
export const lifeCases: readonly PodCase[] = [
  {
    name: 'init containers one after the other',
    spec: { initContainers: [container('one', say('one')), container('two', say('two'))] },
  },
  {
    name: 'an init container that fails in a pod that restarts nothing',
    spec: { initContainers: [container('one', say('one', 4)), container('two', say('two'))] },
  },
  {
    name: 'an init container that fails again and again',
    spec: { restartPolicy: 'Always', initContainers: [container('one', say('one', 4))] },
    until: waitsFor('CrashLoopBackOff'),
    events: ['BackOff'],
  },
  {
    name: 'a pod whose init container runs',
    spec: { initContainers: [container('one', stay)] },
    until: ({ status }) => status?.initContainerStatuses?.[0]?.state?.running !== undefined,
  },
  {
    name: 'a side-car ends after the pod has done its work',
    spec: { initContainers: [container('side', stay, { restartPolicy: 'Always' })] },
  },
  {
    name: 'a side-car whose startup probe holds the pod up',
    spec: {
      initContainers: [
        container('side', stay, {
          restartPolicy: 'Always',
          startupProbe: { tcpSocket: { port: 9 }, periodSeconds: 1, timeoutSeconds: 9, failureThreshold: 100 },
        }),
      ],
    },
    until: ({ status }) => status?.initContainerStatuses?.[0]?.state?.running !== undefined,
    events: ['Unhealthy'],
  },
  {
    name: 'a postStart hook runs in the container',
    container: {
      command: script(
        "const fs = require('fs'); const look = setInterval(() => { if (!fs.existsSync('/tmp/hook')) return; console.log(fs.readFileSync('/tmp/hook', 'utf8')); clearInterval(look) }, 20)",
      ),
      lifecycle: {
        postStart: {
          exec: {
            // By another name first: the container must not meet a file that is not written yet.
            command: script(
              "const fs = require('fs'); fs.writeFileSync('/tmp/part', 'hook ' + process.env.A); fs.renameSync('/tmp/part', '/tmp/hook')",
            ),
          },
        },
      },
      env: [{ name: 'A', value: 'a' }],
    },
  },
  {
    name: 'a postStart hook that fails',
    container: { command: stay, lifecycle: { postStart: { exec: { command: script('process.exit(9)') } } } },
    events: ['FailedPostStartHook'],
    isToldByEvents: true,
  },
  {
    name: 'a postStart hook over HTTP that nobody answers',
    container: { command: stay, lifecycle: { postStart: { httpGet: { path: '/x', port: 8099 } } } },
    events: ['FailedPostStartHook'],
    isToldByEvents: true,
  },
  {
    name: 'a preStop hook that fails',
    container: { command: server, lifecycle: { preStop: { exec: { command: ['no-such-command'] } } } },
    until: isReady,
    isDeleted: true,
    events: ['FailedPreStopHook', 'Killing'],
  },
  {
    name: 'a process that does not listen to SIGTERM is killed',
    container: { command: script("process.on('SIGTERM', () => console.log('no')); setInterval(() => {}, 1e6)") },
    // Long enough for its program to listen, and to say so, also on a busy machine.
    spec: { activeDeadlineSeconds: 12, terminationGracePeriodSeconds: 4 },
  },
  {
    name: 'a process that ends by SIGTERM',
    container: { command: script('setInterval(() => {}, 1e6)') },
    spec: { activeDeadlineSeconds: 12, terminationGracePeriodSeconds: 10 },
    until: hasEnded,
  },
  {
    name: 'a readiness probe over HTTP that fails',
    container: {
      command: server,
      readinessProbe: { httpGet: { path: '/503', port: 8080 }, initialDelaySeconds: 3, periodSeconds: 1 },
    },
    until: ({ status }) => status?.phase === 'Running',
    events: ['Unhealthy statuscode'],
  },
  {
    name: 'a readiness probe by a port that has no name',
    container: { command: server, readinessProbe: { httpGet: { path: '/', port: 'web' }, periodSeconds: 1 } },
    until: ({ status }) => status?.phase === 'Running',
    events: ['Unhealthy'],
  },
  {
    name: 'a readiness probe by TCP that is refused',
    container: { command: stay, readinessProbe: { tcpSocket: { port: 9999 }, periodSeconds: 1, timeoutSeconds: 9 } },
    until: ({ status }) => status?.phase === 'Running',
    events: ['Unhealthy'],
  },
  {
    name: 'a readiness probe by command that succeeds',
    container: { command: server, readinessProbe: { exec: { command: script('process.exit(0)') }, timeoutSeconds: 9 } },
    until: isReady,
  },
  {
    name: 'a readiness probe by command that fails',
    container: {
      command: stay,
      readinessProbe: {
        exec: { command: script("console.error('not yet'); process.exit(1)") },
        periodSeconds: 1,
        timeoutSeconds: 9,
      },
    },
    until: ({ status }) => status?.phase === 'Running',
    events: ['Unhealthy'],
  },
  {
    name: 'a readiness probe by a command that is not in the image',
    container: { command: stay, readinessProbe: { exec: { command: ['no-such-command'] }, periodSeconds: 1 } },
    until: ({ status }) => status?.phase === 'Running',
    events: ['Unhealthy'],
  },
  {
    name: 'a readiness probe by gRPC that nobody answers',
    container: { command: stay, readinessProbe: { grpc: { port: 9998 }, periodSeconds: 1 } },
    until: ({ status }) => status?.phase === 'Running',
    events: ['Unhealthy'],
  },
  {
    name: 'a liveness probe that fails restarts the container',
    container: {
      command: server,
      livenessProbe: {
        httpGet: { path: '/500', port: 8080 },
        initialDelaySeconds: 3,
        periodSeconds: 1,
        failureThreshold: 1,
      },
    },
    spec: { restartPolicy: 'Always' },
    until: (pod) => kills(pod) && pod.status?.containerStatuses?.[0]?.state?.running !== undefined,
    events: ['Unhealthy statuscode', 'Killing'],
  },
  {
    name: 'a startup probe holds back readiness',
    container: {
      command: server,
      startupProbe: {
        httpGet: { path: '/500', port: 8080 },
        initialDelaySeconds: 3,
        periodSeconds: 1,
        failureThreshold: 100,
      },
      readinessProbe: { httpGet: { path: '/', port: 8080 } },
      livenessProbe: { tcpSocket: { port: 9999 }, periodSeconds: 1, failureThreshold: 1 },
    },
    until: ({ status }) => status?.phase === 'Running',
    events: ['Unhealthy statuscode'],
  },
];
