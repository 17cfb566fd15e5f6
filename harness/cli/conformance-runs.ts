import { parse, stringify } from 'yaml';
import type { ConformanceEnvironment } from '../conformance/conformance-environment.ts';
import type { ConformanceSuite } from '../conformance/conformance-suite.ts';
import { EnvironmentError } from '../errors/environment-error.ts';
import { readText } from '../manifests/read-text.ts';
import type { ConformanceAim } from './conformance-arguments.ts';

interface ConformanceRun {
  // biome-ignore lint/suspicious/noExplicitAny: each suite comes with an environment of its own target.
  readonly suite: ConformanceSuite<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly environment: ConformanceEnvironment<any>;
}

/** Opens what an aim names, one suite after the other. The caller disposes of each. Throws EnvironmentError for what does not answer. */
export async function* conformanceRuns(aim: ConformanceAim): AsyncGenerator<ConformanceRun> {
  const suites = aim.kind === 'embedded' ? aim.suites : [aim.kind];
  if (suites.includes('kubernetes')) {
    const { kubernetesSuite } = await import('../conformance/kubernetes/kubernetes-suite.ts');
    yield { suite: kubernetesSuite, environment: await opened(() => kubernetes(aim)) };
  }
  if (suites.includes('s3')) {
    const { s3Suite } = await import('../conformance/s3/suite.ts');
    yield { suite: s3Suite, environment: await opened(() => s3(aim)) };
  }
}

async function kubernetes(aim: ConformanceAim) {
  if (aim.kind !== 'kubernetes') {
    const { embeddedCluster } = await import('../conformance/kubernetes/embedded-cluster.ts');
    return embeddedCluster();
  }
  const { clusterEnvironment } = await import('../conformance/kubernetes/cluster-environment.ts');
  const text = await readText(aim.kubeconfig);
  const chosen = aim.context === undefined ? text : stringify({ ...parse(text), 'current-context': aim.context });
  return clusterEnvironment('kubernetes', chosen);
}

async function s3(aim: ConformanceAim) {
  const { embeddedS3, remoteS3 } = await import('../conformance/s3/environments.ts');
  return aim.kind === 's3' ? remoteS3(aim.access) : embeddedS3();
}

async function opened<Target>(open: () => Promise<ConformanceEnvironment<Target>>) {
  try {
    return await open();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new EnvironmentError(`Nothing answers there: ${error.message}`);
    throw error;
  }
}
