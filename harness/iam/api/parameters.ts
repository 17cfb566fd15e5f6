import type { XmlElements } from '../../environments/embedded/store/http/xml.ts';
import { QueryError } from './query-error.ts';

const nameRule = /^[\w+=,.@-]+$/;
const mostItems = 100;

/** Parameters of a query, checked as they are asked for. Throws `QueryError`. */
export class Parameters {
  readonly #values: URLSearchParams;

  constructor(text: string | undefined) {
    this.#values = new URLSearchParams(text);
  }

  optional(name: string): string | undefined {
    return this.#values.get(name) ?? undefined;
  }

  required(name: string): string {
    const value = this.optional(name);
    if (value === undefined || value === '') throw unmet('null', name, 'Member must not be null');
    return value;
  }

  /** Name of a user, group or policy. */
  name(parameter: string, longest: number): string {
    const value = this.required(parameter);
    if (value.length > longest) {
      throw unmet(`'${value}'`, parameter, `Member must have length less than or equal to ${longest}`);
    }
    if (!nameRule.test(value)) {
      throw new QueryError(
        'ValidationError',
        `The specified value for ${memberName(parameter)} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
      );
    }
    return value;
  }

  path(): string {
    const value = this.optional('Path') ?? '/';
    if (/^\/$|^\/[\x21-\x7e]*\/$/.test(value) && value.length <= 512) return value;
    throw new QueryError(
      'ValidationError',
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }

  oneOf(parameter: string, values: readonly string[]): string {
    const value = this.required(parameter);
    if (values.includes(value)) return value;
    throw unmet(`'${value}'`, parameter, `Member must satisfy enum value set: [${values.join(', ')}]`);
  }

  /** One page of a list, as `Marker` and `MaxItems` want it. */
  page(items: readonly (XmlElements | string)[], list: string): XmlElements {
    const most = Number(this.optional('MaxItems') ?? mostItems);
    if (!Number.isInteger(most) || most < 1 || most > 1000) {
      throw unmet(`'${most}'`, 'MaxItems', 'Member must have value between 1 and 1000');
    }
    const start = Number(Buffer.from(this.optional('Marker') ?? '', 'base64').toString('utf8') || 0);
    if (!Number.isInteger(start) || start < 0)
      throw new QueryError('ValidationError', `Invalid Marker: ${this.optional('Marker')}`);
    const end = start + most;
    const isTruncated = end < items.length;
    return {
      [list]: { member: items.slice(start, end) },
      IsTruncated: isTruncated,
      Marker: isTruncated ? Buffer.from(String(end)).toString('base64') : undefined,
    };
  }
}

function unmet(value: string, parameter: string, constraint: string): QueryError {
  const which = value === 'null' ? 'Value null' : `Value ${value}`;
  return new QueryError(
    'ValidationError',
    `1 validation error detected: ${which} at '${memberName(parameter)}' failed to satisfy constraint: ${constraint}`,
  );
}

function memberName(parameter: string): string {
  return parameter.charAt(0).toLowerCase() + parameter.slice(1);
}
