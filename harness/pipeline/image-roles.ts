import type { ImageRule, StandIn } from '../scenario/run-options.ts';

/**
 * Which image is which: the public names of Qtap and QScan with the tags that they are published under (reference,
 * qscan-worker.md section 2 and deployment.md). Another name or tag cannot be pulled, as on a cluster.
 */
const published: readonly { readonly image: RegExp; readonly standIn: StandIn }[] = [
  {
    image: /^us-docker\.pkg\.dev\/qpoint-edge\/public\/qtap(:(v\d+\.\d+\.\d+|latest))?(@sha256:[0-9a-f]{64})?$/,
    standIn: 'qtap',
  },
  {
    image: /^us-docker\.pkg\.dev\/qpoint-edge\/public\/qscan(:(\d+\.\d+\.\d+|latest))?(@sha256:[0-9a-f]{64})?$/,
    standIn: 'qscan',
  },
];

/** What runs for an image: by the user's rules, the first that fits, then by the table. Undefined: nobody knows the image. */
export function imageRole(image: string, rules: readonly ImageRule[]): StandIn | undefined {
  const rule = rules.find(({ pattern }) => patternOf(pattern).test(image));
  return rule?.standIn ?? published.find((entry) => entry.image.test(image))?.standIn;
}

/** What to do about an image that nobody knows; stands in its `ErrImagePull` message. */
export function imageHint(image: string): string {
  return `no stand-in is known for this image; correct the name, or say what runs for it: --image ${withoutTag(image)}=qtap, =qscan or =idle`;
}

function patternOf(pattern: string): RegExp {
  const escaped = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(escaped.join('.*'));
}

function withoutTag(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
