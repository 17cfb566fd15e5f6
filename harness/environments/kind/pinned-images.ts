/** The images that nobody builds here, each overridable by a flag. */
export const pinnedImages = {
  /** Kubernetes 1.34 is the last that runs on cgroup v1. */
  node: 'kindest/node:v1.34.4',
  /** The last series without an account; later tags want `LOCALSTACK_AUTH_TOKEN`. */
  localstack: 'localstack/localstack:4.13.1',
  /** What the stand-ins' images start from, and the relay runs on. */
  base: 'node:24-bookworm-slim',
} as const;
