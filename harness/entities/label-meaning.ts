import { type EntityType, entityTypes } from './entity-type.ts';

/**
 * Names that other labelled sets and models use, in upper case and without signs, and the type of ours that they mean. Sources:
 * presidio-research, CoNLL-2003, OntoNotes 5, WNUT-17, i2b2 2014, Few-NERD, piiranha, ai4privacy and Gretel.
 */
const names: Readonly<Record<string, EntityType>> = {
  ...Object.fromEntries(entityTypes.map((type) => [type.replaceAll('_', ''), type])),
  ...named('PERSON', 'PER PERSONNAME NAME FULLNAME FIRSTNAME MIDDLENAME LASTNAME GIVENNAME SURNAME PATIENT DOCTOR'),
  ...named('EMAIL_ADDRESS', 'EMAIL EMAILID'),
  ...named('PHONE_NUMBER', 'PHONE TELEPHONENUM TELEPHONE TELEPHONENUMBER PHONENUM MOBILE FAX FAXNUMBER'),
  ...named('US_SSN', 'SSN SOCIALNUM SOCIALNUMBER SOCIALSECURITYNUMBER'),
  ...named('CREDIT_CARD', 'CREDITCARDNUMBER CARDNUMBER CREDITCARDNUM CREDITDEBITCARD'),
  ...named('STREET_ADDRESS', 'ADDRESS STREET BUILDINGNUM BUILDINGNUMBER SECONDARYADDRESS STREETADDRESS'),
  ...named('US_BANK_NUMBER', 'ACCOUNTNUM ACCOUNTNUMBER BANKACCOUNT BANKACCOUNTNUMBER BANKROUTINGNUMBER ROUTINGNUMBER'),
  ...named('US_DRIVER_LICENSE', 'DRIVERLICENSENUM DRIVERLICENSENUMBER DRIVERLICENSE DRIVERSLICENSE'),
  ...named('LOCATION', 'LOC GPE CITY STATE COUNTRY COUNTY REGION'),
  ...named('ORGANIZATION', 'ORG ORGANISATION COMPANY COMPANYNAME CORPORATION GROUP HOSPITAL'),
};

/** Names of parts of a value (presidio-research writes ADDRESS for a house number, too). */
const parts: ReadonlySet<string> = new Set(
  'FIRSTNAME MIDDLENAME LASTNAME GIVENNAME SURNAME ADDRESS STREET BUILDINGNUM BUILDINGNUMBER SECONDARYADDRESS'.split(
    ' ',
  ),
);

export interface LabelMeaning {
  readonly type: EntityType;
  /** Two parts of one type side by side are one value of ours. */
  readonly isPart: boolean;
}

/** What a label's name means, however it is spelled, or the part before a hyphen (`person-actor`); undefined: none of the ten. */
export function labelMeaning(name: string): LabelMeaning | undefined {
  for (const spelled of [name, name.split('-', 1)[0] ?? '']) {
    const bare = spelled.toUpperCase().replace(/[^A-Z0-9]/g, '');
    const type = names[bare];
    if (type !== undefined) return { type, isPart: parts.has(bare) };
  }
  return undefined;
}

function named(type: EntityType, list: string): Record<string, EntityType> {
  return Object.fromEntries(list.split(' ').map((name) => [name, type]));
}
