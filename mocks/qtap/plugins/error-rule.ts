import type { DetectErrorsRule } from '../../../harness/snapshot/snapshot.ts';
import { unknowns } from '../unknowns.ts';
import type { CapturedExchange } from './captured-exchange.ts';
import { contentCategory } from './content-category.ts';
import { PluginPanic } from './plugin-panic.ts';

/** Why a rule fired, in the words of `Issue.triggers`. */
export interface FiredTrigger {
  readonly condition: 'status' | 'mime' | 'url' | 'body' | 'tag' | 'duration';
  readonly description: string;
}

interface Check extends FiredTrigger {
  /** A filter only narrows what the triggers find. */
  readonly isTrigger: boolean;
  readonly isAsked: boolean;
  readonly holds: () => boolean;
}

/** All that made the rule fire, undefined if it did not: every trigger must hold, and there must be one. */
export function firedTriggers(rule: DetectErrorsRule, exchange: CapturedExchange): FiredTrigger[] | undefined {
  const url = exchange.address?.url ?? '';
  if (rule.excludeUrls.includes(url)) return undefined;
  const asked = checks(rule, exchange, url).filter(({ isAsked }) => isAsked);
  if (!asked.some(({ isTrigger }) => isTrigger || unknowns.filtersAreTriggers)) return undefined;
  if (!asked.every(({ holds }) => holds())) return undefined;
  return asked.map(({ condition, description }) => ({ condition, description }));
}

function checks(rule: DetectErrorsRule, exchange: CapturedExchange, url: string): Check[] {
  const { statusCodes, emptyBody, contains, longerThan, onlyCategories, onlyUrls, withTags } = rule;
  const { status, responseHeaders, responseBody, duration, process } = exchange;
  const category = contentCategory(responseHeaders.get('content-type') ?? '');
  return [
    {
      condition: 'mime',
      description: `The response is of the category ${category}.`,
      isTrigger: false,
      isAsked: onlyCategories.length > 0,
      holds: () => onlyCategories.includes(category),
    },
    {
      condition: 'url',
      description: 'The URL is among those of the rule.',
      isTrigger: false,
      isAsked: onlyUrls.length > 0,
      holds: () => onlyUrls.includes(url),
    },
    {
      condition: 'tag',
      description: 'A tag is among those of the rule.',
      isTrigger: false,
      isAsked: withTags.length > 0,
      holds: () => withTags.some((tag) => process.tags.includes(tag)),
    },
    {
      condition: 'status',
      description: `The response has the status ${status}.`,
      isTrigger: true,
      isAsked: statusCodes.length > 0,
      holds: () => status !== undefined && statusCodes.some((code) => matchesStatus(code, String(status))),
    },
    {
      condition: 'body',
      description: 'The response has no body.',
      isTrigger: true,
      isAsked: emptyBody,
      holds: () => responseBody.length === 0,
    },
    {
      condition: 'body',
      description: 'The response body contains a text of the rule.',
      isTrigger: true,
      isAsked: contains.length > 0,
      holds: () =>
        contains[unknowns.triggerContains === 'any' ? 'some' : 'every']((text) => responseBody.includes(text)),
    },
    {
      condition: 'duration',
      description: `The response took ${Math.round(duration)} ms.`,
      isTrigger: true,
      isAsked: longerThan !== undefined,
      holds: () => longerThan !== undefined && duration > longerThan,
    },
  ];
}

/** `x` stands for any digit but the first. Of a code that is too short, what is not there is looked at all the same. */
function matchesStatus(code: string, status: string): boolean {
  for (const [index, digit] of [...status].entries()) {
    const wanted = code[index];
    if (wanted === undefined) throw new PluginPanic(`index out of range [${index}] with length ${code.length}`);
    if (wanted !== digit && (index === 0 || wanted !== 'x')) return false;
  }
  return true;
}
