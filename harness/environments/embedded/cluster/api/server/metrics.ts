import { document } from '../openapi/document.ts';
import type { Registry } from '../registry/registry.ts';

/** A few of the real server's metrics, in Prometheus' text format: those that this one knows the truth of. */
export function metricsText({ storage, types }: Registry): string {
  const { major, minor, gitVersion, platform } = document().version;
  const objects = [...types.stored().values()].map(
    ({ group, plural, storage: name }) =>
      `apiserver_storage_objects{resource="${group ? `${plural}.${group}` : plural}"} ${storage.list(name).length}`,
  );
  const memory = process.memoryUsage.rss();
  const started = (performance.timeOrigin / 1000).toFixed(2);
  return [
    ...metric('apiserver_storage_objects', 'gauge', 'Number of stored objects at the time of the question.', objects),
    ...metric('kubernetes_build_info', 'gauge', 'The release whose API this server speaks.', [
      `kubernetes_build_info{git_version="${gitVersion}",major="${major}",minor="${minor}",platform="${platform}"} 1`,
    ]),
    ...metric('process_resident_memory_bytes', 'gauge', 'Resident memory size in bytes.', [
      `process_resident_memory_bytes ${memory}`,
    ]),
    ...metric('process_start_time_seconds', 'gauge', 'Start time of the process since unix epoch in seconds.', [
      `process_start_time_seconds ${started}`,
    ]),
    '',
  ].join('\n');
}

function metric(name: string, type: string, help: string, samples: readonly string[]): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples.toSorted()];
}
