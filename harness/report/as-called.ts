import { isPackaged } from '../project-paths.ts';

const commands = 'scenario|environment|doctor|clean|images|record|contract';
/** The words between, and the `--` that only npm needs. */
const call = new RegExp(`npm run(\\s+)(${commands})\\b((?: +(?!-)\\S+)*?) -- ?(?=\\S|$)`, 'gm');
const name = new RegExp(`npm run(\\s+)(${commands})\\b`, 'g');

/** A text that says `npm run scenario NAME -- FLAGS`, in the words of whoever has the harness as a package. */
export function asCalled(text: string, packaged = isPackaged): string {
  if (!packaged) return text;
  return text.replace(call, 'npm run$1$2$3 ').replace(name, 'npx pii-harness$1$2');
}
