/** A container cannot be made from its spec: it waits, by this reason and with this message. */
export class ContainerConfigError extends Error {
  override readonly name = 'ContainerConfigError';
  readonly reason: 'CreateContainerConfigError' | 'CreateContainerError';

  constructor(message: string, reason: ContainerConfigError['reason'] = 'CreateContainerConfigError') {
    super(message);
    this.reason = reason;
  }
}
