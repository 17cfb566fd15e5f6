import type { ImageCatalog } from '../../environments/embedded/cluster/kubelet/image-catalog.ts';

/** What the cases run in pods. */
export const conformanceImages: ImageCatalog = { resolve: () => undefined, hint: () => '' };
