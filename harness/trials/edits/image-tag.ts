import type { StandIn } from '../../scenario/run-options.ts';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';

/** The agent's image has a tag that was never published. Throws `NothingToEdit` where the run takes an image with any tag. */
export function imageTag(role: StandIn, tag: string): Change {
  return (files) => {
    const container = files.container(role);
    const image = String(container.get('image'))
      .replace(/@.*$/, '')
      .replace(/:[^/:]*$/, '');
    container.set('image', `${image}:${tag}`);
    let isKnown = true;
    try {
      files.agent(role);
    } catch {
      isKnown = false;
    }
    if (isKnown) throw new NothingToEdit(`the run takes ${image} with any tag`);
  };
}
