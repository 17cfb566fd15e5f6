interface Issuer {
  readonly from: number;
  readonly to: number;
  readonly lengths: readonly number[];
}

const range = (from: number, to: number, ...lengths: number[]): Issuer => ({ from, to, lengths });

/** Ranges of the first six digits and the lengths issued in them (ISO/IEC 7812 registrations as the networks publish them). */
const issuers: readonly Issuer[] = [
  range(400000, 499999, 13, 16, 19),
  range(510000, 559999, 16),
  range(222100, 272099, 16),
  range(340000, 349999, 15),
  range(370000, 379999, 15),
  range(601100, 601199, 16, 17, 18, 19),
  range(622126, 622925, 16, 17, 18, 19),
  range(644000, 659999, 16, 17, 18, 19),
  range(300000, 305999, 14, 16, 19),
  range(309500, 309599, 14, 16, 19),
  range(360000, 369999, 14, 16, 19),
  range(380000, 399999, 14, 16, 19),
  range(352800, 358999, 16, 17, 18, 19),
  range(620000, 629999, 16, 17, 18, 19),
  ...[501800, 502000, 503800, 589300, 630400, 675900, 676100, 676200, 676300].map((from) =>
    range(from, from + 99, 12, 13, 14, 15, 16, 17, 18, 19),
  ),
];

/** Whether a payment card's number of this length can begin like this. */
export function hasCardIssuer(digits: string): boolean {
  const head = Number(digits.slice(0, 6));
  return issuers.some(({ from, to, lengths }) => head >= from && head <= to && lengths.includes(digits.length));
}
