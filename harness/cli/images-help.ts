/** What `npm run images -- --help` prints. */
export const imagesHelp = `Builds the images of the run's own traffic and of the stand-in agents in the
local Docker, under the names by which --stand-in-images looks for them in
somebody's cluster. A tag says what the image holds: after a change of the
harness, again.

  npm run images -- registry.example/pii-harness --push
  npm run images -- pii-harness

  --push   push them: the cluster pulls them from there
  --help   this text

Exit: 0 they are there, 2 wrong use, 3 Docker or the registry does not do it.
`;
