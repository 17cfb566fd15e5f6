/** What `npm run doctor -- --help` prints. */
export const doctorHelp = `Looks at what an environment needs on this machine, and says what to do about what is
missing. The start of that environment looks at the same.

  npm run doctor
  npm run doctor -- --json

  --environment NAME  kind (default)
  --kind-image IMAGE  the image of kind's nodes
  --localstack-image IMAGE
                      the image of LocalStack
  --qtap-image IMAGE, --qscan-image IMAGE
                      real images that are to be had
  --json              the checks as one line of JSON
  --help              this text

✔ is as it has to be, ✖ is not, – could not be looked at or does not matter here.
Exit: 0 nothing is missing, 2 wrong use, 3 something is.
`;
