import { setTimeout as delay } from 'node:timers/promises';
import type { ImageProgram } from './image-catalog.ts';
import { imageReferenceFault, runtimeReferenceFault, withDefaultTag } from './image-reference.ts';
import type { Container, KubeletContext } from './pod-context.ts';
import { RestartBackOff } from './restart-back-off.ts';

export interface PullReport {
  /** The container waits with this reason and message. */
  waiting(reason: string, message: string): void;
  event(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

/**
 * Finds the program that stands for an image; tries again, with back-off, until the signal aborts (then undefined).
 * Reasons, messages and events are those of the kubelet's `image_manager` on containerd; the catalogue's hint ends the
 * message of an image that cannot be had.
 */
export async function pullImage(
  { images, pace, node, network }: KubeletContext,
  container: Container,
  report: PullReport,
  signal: AbortSignal,
): Promise<ImageProgram | undefined> {
  const image = container.image ?? '';
  const backOff = new RestartBackOff();
  backOff.next(0);
  const pause = async (nominal: number): Promise<unknown> =>
    delay(pace.backOff(nominal), undefined, { signal }).catch(() => undefined);

  while (!signal.aborted) {
    const fault = imageReferenceFault(image);
    const unreached = node.blockedRegistries?.find((host) => image.startsWith(`${host}/`));
    const program = fault || unreached || runtimeReferenceFault(image) ? undefined : images.resolve(image);
    if (program) {
      report.event('Normal', 'Pulled', `Container image "${image}" already present on machine`);
      return program;
    }
    if (fault) {
      const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${fault}`;
      report.event('Warning', 'InspectFailed', message);
      report.event('Warning', 'Failed', 'Error: InvalidImageName');
      report.waiting('InvalidImageName', message);
    } else if (container.imagePullPolicy === 'Never') {
      const message = `Container image "${image}" is not present with pull policy of Never`;
      report.event('Warning', 'ErrImageNeverPull', message);
      report.event('Warning', 'Failed', 'Error: ErrImageNeverPull');
      report.waiting('ErrImageNeverPull', message);
    } else {
      const name = withDefaultTag(image);
      const hint = images.hint(image);
      const unread = runtimeReferenceFault(image);
      const absent = `failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${name}: not found${hint ? `: ${hint}` : ''}`;
      const cause = unreached
        ? `failed to pull and unpack image "${name}": failed to resolve reference "${name}": failed to do request: Head "${manifestUrl(name)}": dial tcp ${network.externalAddress}:443: i/o timeout`
        : unread
          ? `failed to parse image reference "${name}": ${unread}`
          : absent;
      report.event('Normal', 'Pulling', `Pulling image "${image}"`);
      report.event('Warning', 'Failed', `Failed to pull image "${image}": ${cause}`);
      report.event('Warning', 'Failed', 'Error: ErrImagePull');
      report.waiting('ErrImagePull', cause);
      await pause(5000);
      if (signal.aborted) break;
      report.event('Normal', 'BackOff', `Back-off pulling image "${image}"`);
      report.event('Warning', 'Failed', 'Error: ImagePullBackOff');
      report.waiting('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${cause}`);
    }
    await pause(backOff.next(0));
  }
  return undefined;
}

/** Where a registry is asked for a manifest. Source: OCI distribution specification, "Pulling manifests". */
function manifestUrl(name: string): string {
  const [, host = '', path = '', reference = ''] = /^([^/]+)\/([^@]+?)[:@]([^/]*)$/.exec(name) ?? [];
  return `https://${host}/v2/${path}/manifests/${reference}`;
}
