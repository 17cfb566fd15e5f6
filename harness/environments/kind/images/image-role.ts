import type { StandIn } from '../../../scenario/run-options.ts';

/** What an image that is built here holds. */
export type ImageRole = StandIn | 'workload' | 'upstream';

/** Under which name manifests use an image, and what shall be behind the name in the nodes. */
export interface ImageRequest {
  readonly image: string;
  /** A stand-in that is built here, or an image that is in the local Docker or can be pulled. */
  readonly content: { readonly role: ImageRole } | { readonly reference: string };
}
