import type { ConfigNode } from './config-node.ts';
import type { DetectErrorsRule, DetectErrorsSettings, RecordedPart } from './snapshot.ts';

const filterKeys = ['only_categories', 'only_urls', 'exclude_urls', 'with_tags'];
const triggerKeys = ['trigger_status_codes', 'trigger_empty_body', 'trigger_contains', 'trigger_duration'];
const parts: readonly (readonly [key: string, part: RecordedPart])[] = [
  ['record_req_headers', 'req-headers'],
  ['record_req_body', 'req-body'],
  ['record_res_headers', 'res-headers'],
  ['record_res_body', 'res-body'],
];
const keys = ['name', 'report_as_issue', 'continue', ...triggerKeys, ...filterKeys, ...parts.map(([key]) => key)];

/** Settings of the `detect_errors` plugin (reference, qtap-plugins.md section 4). Throws `SnapshotError` where they do not decode. */
export function readDetectErrors(config: ConfigNode): DetectErrorsSettings {
  return { rules: config.expect('rules').get('rules').items().map(readRule) };
}

function readRule(node: ConfigNode): DetectErrorsRule {
  node.expect(...keys);
  const rule = {
    at: node.at,
    name: node.get('name').text(),
    statusCodes: node.get('trigger_status_codes').texts(),
    emptyBody: node.get('trigger_empty_body').boolean(),
    contains: node.get('trigger_contains').texts(),
    longerThan: node.get('trigger_duration').milliseconds(),
    onlyCategories: node.get('only_categories').texts(),
    onlyUrls: node.get('only_urls').texts(),
    excludeUrls: node.get('exclude_urls').texts(),
    withTags: node.get('with_tags').texts(),
    reportAsIssue: node.get('report_as_issue').boolean(),
    record: parts.filter(([key]) => node.get(key).boolean()).map(([, part]) => part),
  };
  const { statusCodes, emptyBody, contains, longerThan } = rule;
  if (statusCodes.length === 0 && !emptyBody && contains.length === 0 && longerThan === undefined) {
    node.remark('a rule without a trigger never fires');
  }
  return rule;
}
