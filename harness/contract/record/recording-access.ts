interface RecordingPlace {
  readonly origin: URL;
  readonly folder: string;
  readonly port: number;
  /** Holds the CA that signs the recorder's certificate, PEM. */
  readonly caFile: string;
}

/** How agents get to a recorder, as lines that can be copied (reference, qplane.md section 5, pulse.md section 1, qscan-worker.md). */
export function recordingAccess({ origin, folder, port, caFile }: RecordingPlace): string {
  const plain = `http://127.0.0.1:${port}`;
  return `Recording ${origin.origin} into ${folder}.

  Qtap, to Qplane   REGISTRATION_ENDPOINT=${plain}
  Qtap, to Pulse    in the snapshot, under event_stores:
                    url: ${plain}
                    allow_insecure: true
  QScan, to Pulse   PULSE_ENDPOINT=${plain}
  anybody           curl -H "Authorization: Bearer $REGISTRATION_TOKEN" \\
                      ${plain}/deploy/registration

  The same port speaks TLS: https://127.0.0.1:${port}, with
  SSL_CERT_FILE=${caFile}

It takes what comes from this machine only. Ctrl-C ends it.

`;
}
