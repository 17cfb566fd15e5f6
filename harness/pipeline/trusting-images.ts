import type { ImageCatalog } from '../environments/embedded/cluster/kubelet/image-catalog.ts';

export interface TrustOptions {
  /** PEM file of a CA. */
  readonly caFile: string;
  /** By what agents divide the product's own durations. */
  readonly timeScale: number;
}

/**
 * The same images as if they had been built with trust in a CA, so that manifests that people apply by hand reach the Edge
 * without any change to them.
 */
export function trustingImages(images: ImageCatalog, { caFile, timeScale }: TrustOptions): ImageCatalog {
  const added = { NODE_EXTRA_CA_CERTS: caFile, E2E_TIME_SCALE: String(timeScale) };
  return {
    resolve(image) {
      const program = images.resolve(image);
      return program && { ...program, environment: { ...program.environment, ...added } };
    },
    hint: (image) => images.hint(image),
  };
}
