import { projectPath } from '../../project-paths.ts';

export const evaluationPath = projectPath('docs/evaluation.md');

/** What `docs/evaluation.md` must hold; `report` is what the command prints. */
export function evaluationDocument(report: string): string {
  return `# Evaluation of the stand-in's detection

Written by \`npm run evaluate -- --write-document\`; a test checks that the figures are still what the command prints. They are what
was measured, not what was aimed at.

\`\`\`text
$ npm run evaluate
${report}\`\`\`

## The labelled set

\`fixtures/evaluation/\` was written by hand, text by text: HTTP bodies, messages, notes of clinics, banks, shops and offices, log
lines, addresses and names of many countries, and look-alikes that are no personal data (order numbers like social security
numbers, products named like people, UUIDs, hashes, timestamps). No text comes from a template or a generator, and none may be
used to train the model or to write its recipe. Whoever mends a recogniser after a look at a text here has seen that text:
the figures of patterns are those of a set that was looked at, the figures of the model are not.

What is labelled:

- PERSON: names of people, without titles. Pen names of accounts and names of animals are not.
- STREET_ADDRESS: street, house number, floor and flat; post-office boxes. Town and postal code are not part of it.
- LOCATION: towns, islands, regions and countries that are named in words. Abbreviations of states and postal codes are not.
- ORGANIZATION: companies, authorities, schools, clinics and shops, not products or teams.
- PHONE_NUMBER with its extension; CREDIT_CARD, US_SSN, US_BANK_NUMBER (routing and account), US_DRIVER_LICENSE, EMAIL_ADDRESS.

Numbers, domains and people are made up: phones of ranges for fiction where a country has them, test cards, example domains.

## How it is counted

- Each text is read as the body of a request without a content type.
- Offsets are Unicode code points, the end exclusive. A finding in a field of JSON, of a form or of XML is compared where the body
  spells it.
- A label and a finding of the same type are a pair when intersection over union is at least 0.5 (overlap), or when their offsets
  are equal (exact). Each is in one pair at most. By character counts code points.
- A set is a folder or a file. A type that a set never labels is not scored on it.
- \`harness/entities/label-meaning.ts\` says what other sets' names of labels mean and which are parts of one value (a first and a
  last name), \`harness/evaluation/label-table.ts\` what may lie inside what: a LOCATION in a STREET_ADDRESS counts for nothing,
  labelled or found.
- A STREET_ADDRESS of another set that goes on to town and postal code is compared by its street, number and flat; the rest of it
  is a place where a LOCATION counts for nothing.
- A label without a counterpart among the ten types is left out and counted, and so are findings at that place that match no other
  label.

## Other sets

\`npm run evaluate -- FILE…\` takes a JSON list of \`{full_text, spans: [{entity_type, entity_value, start_position,
end_position}]}\`, or CoNLL columns (a token a line, its tag last). \`--shortfalls\` lists each span that was missed or is extra by
text and position.
`;
}
