/** A volume cannot be set up: event `FailedMount`, and the pod stays in `ContainerCreating`. */
export class VolumeError extends Error {
  override readonly name = 'VolumeError';
}
