/**
 * Replaces `$(NAME)` by its value; `$$` is a dollar, and an unknown name stays as it is written. Source: the kubelet's
 * `third_party/forked/golang/expansion`.
 */
export function expandVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (match, name: string | undefined) => {
    if (name === undefined) return '$';
    return Object.hasOwn(variables, name) ? (variables[name] ?? '') : match;
  });
}
