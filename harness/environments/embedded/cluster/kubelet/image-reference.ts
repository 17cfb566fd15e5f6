const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const host = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domain = `${host}(?:\\.${host})*(?::[0-9]+)?`;
const reference = new RegExp(
  `^(?:${domain}/)?${component}(?:/${component})*(?::[\\w][\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`,
);

/** What is wrong with an image name, in the words of github.com/distribution/reference; undefined: nothing. */
export function imageReferenceFault(image: string): string | undefined {
  if (reference.test(image)) return undefined;
  const [first = '', ...rest] = image.split('/');
  const hasDomain = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const remote = hasDomain ? rest.join('/') : rest.length ? image : `library/${image}`;
  const path = /^[^:]*/.exec(remote)?.[0] ?? '';
  if (path !== path.toLowerCase()) return `invalid reference format: repository name (${path}) must be lowercase`;
  return 'invalid reference format';
}

/** What containerd finds wrong with a name that the kubelet let pass: capitals before the first slash make no host there. */
export function runtimeReferenceFault(image: string): string | undefined {
  const [first = '', ...rest] = image.split('/');
  if (!rest.length || /[.:]/.test(first) || first === 'localhost' || first === first.toLowerCase()) return undefined;
  return 'invalid reference format: repository name must be lowercase';
}

/** Adds `:latest` where neither tag nor digest stands, as the kubelet asks the runtime for it. */
export function withDefaultTag(image: string): string {
  return /[:@]/.test(image.slice(image.lastIndexOf('/') + 1)) ? image : `${image}:latest`;
}
