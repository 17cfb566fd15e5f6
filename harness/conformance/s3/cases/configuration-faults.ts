import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call, type S3Case } from '../call.ts';
import { createMain } from '../create-main.ts';
import type { S3Target } from '../s3-target.ts';

function faults(subresource: string, documents: Readonly<Record<string, string>>): S3Case[] {
  return Object.entries(documents).map(([name, body]) =>
    call(`${subresource}, ${name}`, { method: 'PUT', query: { [subresource]: '' }, md5: true, body }),
  );
}

const rule = (content: string) => `<LifecycleConfiguration><Rule><ID>r</ID>${content}</Rule></LifecycleConfiguration>`;
const filter = '<Filter><Prefix>a</Prefix></Filter>';
const enabled = '<Status>Enabled</Status>';
const week = '<Expiration><Days>7</Days></Expiration>';
const cors = (content: string) => `<CORSConfiguration><CORSRule>${content}</CORSRule></CORSConfiguration>`;

export const configurationFaults: ConformanceGroup<S3Target> = {
  name: 'configuration faults',
  cases: [
    createMain,
    ...faults('lifecycle', {
      'no rule': '<LifecycleConfiguration></LifecycleConfiguration>',
      'no status': rule(`${filter}${week}`),
      'a status that is none': rule(`${filter}<Status>On</Status>${week}`),
      'no filter': rule(`${enabled}${week}`),
      'filter and prefix': rule(`${filter}<Prefix>a</Prefix>${enabled}${week}`),
      'two criteria without And': rule(
        `<Filter><Prefix>a</Prefix><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>${enabled}${week}`,
      ),
      'no action': rule(`${filter}${enabled}`),
      'no days': rule(`${filter}${enabled}<Expiration></Expiration>`),
      '0 days': rule(`${filter}${enabled}<Expiration><Days>0</Days></Expiration>`),
      'days and date': rule(
        `${filter}${enabled}<Expiration><Days>1</Days><Date>2065-01-01T00:00:00Z</Date></Expiration>`,
      ),
      'a date not at midnight': rule(`${filter}${enabled}<Expiration><Date>2065-01-01T12:00:00Z</Date></Expiration>`),
      'a class that is none': rule(
        `${filter}${enabled}<Transition><Days>30</Days><StorageClass>COLD</StorageClass></Transition>`,
      ),
      'a class too early': rule(
        `${filter}${enabled}<Transition><Days>1</Days><StorageClass>STANDARD_IA</StorageClass></Transition>`,
      ),
      'expiration before transition': rule(
        `${filter}${enabled}<Expiration><Days>30</Days></Expiration><Transition><Days>60</Days><StorageClass>GLACIER</StorageClass></Transition>`,
      ),
      'a name twice': `<LifecycleConfiguration>${`<Rule><ID>r</ID>${filter}${enabled}${week}</Rule>`.repeat(2)}</LifecycleConfiguration>`,
      'a name of 256': `<LifecycleConfiguration><Rule><ID>${'x'.repeat(256)}</ID>${filter}${enabled}${week}</Rule></LifecycleConfiguration>`,
      'an element that nobody knows': rule(`${filter}${enabled}${week}<Colour>blue</Colour>`),
    }),
    ...faults('cors', {
      'no rule': '<CORSConfiguration></CORSConfiguration>',
      'no method': cors('<AllowedOrigin>*</AllowedOrigin>'),
      'no origin': cors('<AllowedMethod>GET</AllowedMethod>'),
      'a method that is none': cors('<AllowedOrigin>*</AllowedOrigin><AllowedMethod>PATCH</AllowedMethod>'),
      'two stars': cors('<AllowedOrigin>*.*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>'),
    }),
    ...faults('encryption', {
      'no rule': '<ServerSideEncryptionConfiguration></ServerSideEncryptionConfiguration>',
      'an algorithm that is none':
        '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>ROT13</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
      'a key without KMS':
        '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
    }),
    ...faults('website', {
      nothing: '<WebsiteConfiguration></WebsiteConfiguration>',
      'a suffix with a slash':
        '<WebsiteConfiguration><IndexDocument><Suffix>a/b</Suffix></IndexDocument></WebsiteConfiguration>',
      'no suffix': '<WebsiteConfiguration><IndexDocument><Suffix></Suffix></IndexDocument></WebsiteConfiguration>',
      'redirect and index':
        '<WebsiteConfiguration><RedirectAllRequestsTo><HostName>h</HostName></RedirectAllRequestsTo><IndexDocument><Suffix>i</Suffix></IndexDocument></WebsiteConfiguration>',
    }),
    ...faults('ownershipControls', {
      'an ownership that is none':
        '<OwnershipControls><Rule><ObjectOwnership>Nobody</ObjectOwnership></Rule></OwnershipControls>',
      'no rule': '<OwnershipControls></OwnershipControls>',
    }),
    ...faults('publicAccessBlock', {
      'a value that is none':
        '<PublicAccessBlockConfiguration><BlockPublicAcls>yes</BlockPublicAcls></PublicAccessBlockConfiguration>',
    }),
  ],
};
