/**
 * What the states print on a driver's license, hyphens and spaces left out: one pattern for each state and for DC.
 * Source: AAMVA's and the departments' published formats.
 */
const formats: readonly string[] = [
  '\\d{1,8}', // Alabama
  '\\d{1,7}', // Alaska
  '[A-Z]\\d{8}|\\d{9}', // Arizona
  '\\d{4,9}', // Arkansas
  '[A-Z]\\d{7}', // California
  '\\d{9}|[A-Z]\\d{3,6}|[A-Z]{2}\\d{2,5}', // Colorado
  '\\d{9}', // Connecticut
  '\\d{1,7}', // Delaware
  '\\d{7}|\\d{9}', // District of Columbia
  '[A-Z]\\d{12}', // Florida
  '\\d{7,9}', // Georgia
  '[A-Z]\\d{8}|\\d{9}', // Hawaii
  '[A-Z]{2}\\d{6}[A-Z]|\\d{9}', // Idaho
  '[A-Z]\\d{11,12}', // Illinois
  '[A-Z]\\d{9}|\\d{9,10}', // Indiana
  '\\d{9}|\\d{3}[A-Z]{2}\\d{4}', // Iowa
  '[A-Z]\\d[A-Z]\\d[A-Z]|[A-Z]\\d{8}|\\d{9}', // Kansas
  '[A-Z]\\d{8,9}|\\d{9}', // Kentucky
  '\\d{1,9}', // Louisiana
  '\\d{7,8}|\\d{7}[A-Z]', // Maine
  '[A-Z]\\d{12}', // Maryland
  '[A-Z]\\d{8}|[A-Z]{2}\\d{7}|\\d{9}', // Massachusetts
  '[A-Z]\\d{10}|[A-Z]\\d{12}', // Michigan
  '[A-Z]\\d{12}', // Minnesota
  '\\d{9}', // Mississippi
  '[A-Z]\\d{5,9}|[A-Z]\\d{6}R|\\d{8}[A-Z]{2}|\\d{9}[A-Z]?|\\d{3}[A-Z]\\d{6}', // Missouri
  '[A-Z]\\d{8}|\\d{9}|\\d{13,14}', // Montana
  '[A-Z]\\d{3,8}', // Nebraska
  '\\d{9,10}|\\d{12}|X\\d{8}', // Nevada
  '\\d{2}[A-Z]{3}\\d{5}|[A-Z]{3}\\d{8}', // New Hampshire
  '[A-Z]\\d{14}', // New Jersey
  '\\d{8,9}', // New Mexico
  '[A-Z]\\d{7}|[A-Z]\\d{18}|\\d{8,9}|\\d{16}', // New York
  '\\d{1,12}', // North Carolina
  '[A-Z]{3}\\d{6}|\\d{9}', // North Dakota
  '[A-Z]\\d{4,8}|[A-Z]{2}\\d{3,7}|\\d{8}', // Ohio
  '[A-Z]\\d{9}|\\d{9}', // Oklahoma
  '\\d{1,9}|[A-Z]\\d{6}|[A-Z]{2}\\d{5}', // Oregon
  '\\d{8}', // Pennsylvania
  '\\d{7}|[A-Z]\\d{6}', // Rhode Island
  '\\d{5,11}', // South Carolina
  '\\d{6,10}|\\d{12}', // South Dakota
  '\\d{7,9}', // Tennessee
  '\\d{7,8}', // Texas
  '\\d{4,10}', // Utah
  '\\d{8}|\\d{7}A', // Vermont
  '[A-Z]\\d{8,11}|\\d{9}', // Virginia
  '[A-Z]{5}[A-Z*]{2}\\d{3}[A-Z0-9]{2}|WDL[A-Z0-9]{9}', // Washington
  '[A-Z]{1,2}\\d{5,6}|\\d{7}', // West Virginia
  '[A-Z]\\d{13}', // Wisconsin
  '\\d{9,10}', // Wyoming
];

const anyState = new RegExp(`^(?:${formats.join('|')})$`);

/** Whether some state issues numbers of this form; `number` without hyphens and spaces, letters in upper case. */
export function isDriverLicenseFormat(number: string): boolean {
  return number.length >= 5 && number.length <= 20 && anyState.test(number);
}
