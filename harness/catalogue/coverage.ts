import type { CatalogueId } from './catalogue-id.ts';

/** That a scenario catches a row of the catalogue, and how it does. */
export interface Coverage {
  readonly id: CatalogueId;
  /**
   * `behaviour`: the mistake is made, and the agents, the cluster or the store show what comes of it. `simulated`: the cause cannot
   * be had here, so its effect is made. `static`: it is found in the files, before anything runs.
   */
  readonly how: 'behaviour' | 'simulated' | 'static';
  /** What a simulated one does not prove. */
  readonly unproven?: string;
}
