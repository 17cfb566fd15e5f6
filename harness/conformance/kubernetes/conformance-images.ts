import type { ImageCatalog, ImageProgram } from '../../environments/embedded/cluster/kubelet/image-catalog.ts';

const node: ImageProgram = {
  name: 'node',
  script: undefined,
  isNode: true,
  executables: ['node'],
  entrypoint: [],
  user: 0,
};

/** What the cases run in pods. */
export const conformanceImages: ImageCatalog = {
  resolve: (image) => (image === 'node:24-bookworm-slim' ? node : undefined),
  hint: () => '',
};
