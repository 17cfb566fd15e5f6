import { logLine, trialScenario } from '../harness/index.ts';

trialScenario(
  {
    name: 'tls',
    title: 'A proxy that opens TLS on the way is named',
    about: `A proxy with a private CA stands between the cluster and the outside. Qtap has no switch for a CA and exits; what it logs
      names the certificate, not the proxy.`,
    tags: ['network'],
  },
  [
    {
      id: 'tls-interception',
      title: 'a proxy shows certificates of a CA that no pod trusts',
      how: 'behaviour',
      additions: { isIntercepted: true },
      ends: /^Qtap does not trust the certificate that stands for .*x509: certificate signed by unknown authority.*SSL_CERT_FILE/,
      async shows(seen) {
        await logLine(seen, 'qtap', /x509: certificate signed by unknown authority/);
        return 'Qtap exits with "x509: certificate signed by unknown authority"';
      },
    },
  ],
);
