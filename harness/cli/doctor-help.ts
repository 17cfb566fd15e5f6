/** What `npm run doctor -- --help` prints. */
export const doctorHelp = `Looks at what an environment needs on this machine, and says what to do about
what is missing. The start of kind looks at the same; a dry run of existing asks
the API server about each object besides.

  npm run doctor
  npm run doctor -- --environment existing --context NAME --bucket NAME
  npm run doctor -- --environment existing --manifests DIR --rbac

  --environment NAME  kind (default) or existing
  --json              the checks as one line of JSON
  --help              this text

Of kind:

  --kind-image IMAGE  the image of kind's nodes
  --localstack-image IMAGE
                      the image of LocalStack
  --qtap-image IMAGE, --qscan-image IMAGE
                      real images that are to be had

Of existing, as for a run (npm run scenario -- --help):

  --context NAME, --namespace NAME, --bucket NAME, --s3-endpoint URL,
  --stand-in-images REPOSITORY, --manifests DIR, --snapshot FILE
  --rbac              print the Role and RoleBinding that grant what a run with
                      these manifests needs and no more, for an administrator
                      to apply; nothing is looked at

✔ is as it has to be, ✖ is not, – could not be looked at or does not matter
here.
Exit: 0 nothing is missing, 2 wrong use, 3 something is.
`;
