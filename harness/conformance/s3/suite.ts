import type { ConformanceSuite } from '../conformance-suite.ts';
import { access } from './cases/access.ts';
import { buckets } from './cases/buckets.ts';
import { configurationFaults } from './cases/configuration-faults.ts';
import { configurations } from './cases/configurations.ts';
import { copies } from './cases/copies.ts';
import { crossOrigin } from './cases/cross-origin.ts';
import { encryption } from './cases/encryption.ts';
import { forms } from './cases/forms.ts';
import { hosts } from './cases/hosts.ts';
import { integrity } from './cases/integrity.ts';
import { listing } from './cases/listing.ts';
import { multipart } from './cases/multipart.ts';
import { objects } from './cases/objects.ts';
import { reading } from './cases/reading.ts';
import { sdk } from './cases/sdk.ts';
import { signatures } from './cases/signatures.ts';
import { tags } from './cases/tags.ts';
import { versions } from './cases/versions.ts';
import type { S3Target } from './s3-target.ts';

/** What Qtap, QScan, the `aws` command and the SDK may ask of S3, and what they may get wrong. */
export const s3Suite: ConformanceSuite<S3Target> = {
  name: 's3',
  groups: [
    buckets,
    objects,
    reading,
    copies,
    multipart,
    listing,
    versions,
    tags,
    configurations,
    configurationFaults,
    access,
    signatures,
    integrity,
    encryption,
    hosts,
    forms,
    crossOrigin,
    sdk,
  ],
};
