/** Maximal runs of ASCII digits in a text, in order. */
export class DigitGroups {
  readonly text: string;
  /** How many digits the text has. */
  readonly total: number;
  /** Start and end, in turn. */
  readonly #offsets: readonly number[];

  constructor(text: string) {
    const offsets: number[] = [];
    const { length } = text;
    let total = 0;
    for (let at = 0; at < length; at++) {
      if (!isDigit(text.charCodeAt(at))) continue;
      const start = at;
      while (at < length && isDigit(text.charCodeAt(at))) at++;
      offsets.push(start, at);
      total += at - start;
    }
    this.text = text;
    this.total = total;
    this.#offsets = offsets;
  }

  get count(): number {
    return this.#offsets.length / 2;
  }

  start(group: number): number {
    return this.#offsets[group * 2] ?? this.text.length;
  }

  end(group: number): number {
    return this.#offsets[group * 2 + 1] ?? this.text.length;
  }

  size(group: number): number {
    return this.end(group) - this.start(group);
  }

  digits(group: number): string {
    return this.text.slice(this.start(group), this.end(group));
  }

  /** What stands between this group and the next; undefined where that is more than `limit` characters or no group follows. */
  separator(group: number, limit: number): string | undefined {
    if (group < 0 || group + 1 >= this.count) return undefined;
    const start = this.end(group);
    const end = this.start(group + 1);
    return end - start <= limit ? this.text.slice(start, end) : undefined;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
