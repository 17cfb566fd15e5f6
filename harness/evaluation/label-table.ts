import { type EntityType, entityTypes } from '../entities/entity-type.ts';

/**
 * Names that other labelled sets use, in upper case and without signs, and the type of ours that they mean. A name that is not
 * here has no counterpart. Sources: presidio-research, CoNLL-2003, OntoNotes 5, WNUT-17, piiranha and ai4privacy.
 */
const names: Readonly<Record<string, EntityType>> = {
  ...Object.fromEntries(entityTypes.map((type) => [type.replaceAll('_', ''), type])),
  ...named('PERSON', 'PER PERSONNAME NAME FULLNAME FIRSTNAME MIDDLENAME LASTNAME GIVENNAME SURNAME'),
  ...named('EMAIL_ADDRESS', 'EMAIL EMAILID'),
  ...named('PHONE_NUMBER', 'PHONE TELEPHONENUM TELEPHONE TELEPHONENUMBER PHONENUM MOBILE FAX'),
  ...named('US_SSN', 'SSN SOCIALNUM SOCIALNUMBER SOCIALSECURITYNUMBER'),
  ...named('CREDIT_CARD', 'CREDITCARDNUMBER CARDNUMBER CREDITCARDNUM'),
  ...named('STREET_ADDRESS', 'ADDRESS STREET BUILDINGNUM BUILDINGNUMBER SECONDARYADDRESS STREETADDRESS'),
  ...named('US_BANK_NUMBER', 'ACCOUNTNUM ACCOUNTNUMBER BANKACCOUNT BANKACCOUNTNUMBER BANKROUTINGNUMBER'),
  ...named('US_DRIVER_LICENSE', 'DRIVERLICENSENUM DRIVERLICENSE DRIVERSLICENSE'),
  ...named('LOCATION', 'LOC GPE CITY STATE COUNTRY COUNTY REGION'),
  ...named('ORGANIZATION', 'ORG ORGANISATION COMPANY COMPANYNAME CORPORATION'),
};

/** Names of parts (presidio-research writes ADDRESS for a house number, too): two of one type with nothing between but blanks or a comma are one value of ours. */
const parts: ReadonlySet<string> = new Set(
  'FIRSTNAME MIDDLENAME LASTNAME GIVENNAME SURNAME ADDRESS STREET BUILDINGNUM BUILDINGNUMBER SECONDARYADDRESS'.split(
    ' ',
  ),
);

/**
 * Types whose values may stand inside those of another: whether a set marks them there, or a scanner finds them, is a matter of
 * taste, and counts for nothing.
 */
const nested: Readonly<Partial<Record<EntityType, readonly EntityType[]>>> = { STREET_ADDRESS: ['LOCATION'] };

/** The one table of what labels mean. */
export const labelTable = {
  /** Undefined: no counterpart among the ten. */
  typeOf: (name: string): EntityType | undefined => names[bare(name)],
  isPart: (name: string): boolean => parts.has(bare(name)),
  mayNest: (inner: EntityType, outer: EntityType): boolean => nested[outer]?.includes(inner) ?? false,
};

function bare(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

function named(type: EntityType, list: string): Record<string, EntityType> {
  return Object.fromEntries(list.split(' ').map((name) => [name, type]));
}
