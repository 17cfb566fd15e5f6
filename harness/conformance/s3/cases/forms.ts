import type { ConformanceGroup } from '../../conformance-suite.ts';
import { call } from '../call.ts';
import { createMain } from '../create-main.ts';
import { formCall } from '../form-call.ts';
import type { S3Target } from '../s3-target.ts';

const fields = { key: 'form' };
const conditions = [{ key: 'form' }];
const file = 'from a form';
/** Spelt out so that no reader takes it for a template string. */
const nameOfFile = `up/$\{filename}`;

export const forms: ConformanceGroup<S3Target> = {
  name: 'forms',
  cases: [
    createMain,
    formCall('upload', { fields, conditions, file }),
    call('what was uploaded', { key: 'form' }),
    formCall('the name of the file as key', {
      fields: { key: nameOfFile },
      conditions: [['starts-with', '$key', 'up/']],
      file,
    }),
    formCall('status 200', {
      fields: { ...fields, success_action_status: '200' },
      conditions: [...conditions, { success_action_status: '200' }],
      file,
    }),
    formCall('status 201', {
      fields: { ...fields, success_action_status: '201' },
      conditions: [...conditions, { success_action_status: '201' }],
      file,
    }),
    formCall('a status that is none', {
      fields: { ...fields, success_action_status: '299' },
      conditions: [...conditions, { success_action_status: '299' }],
      file,
    }),
    formCall('redirect', {
      fields: { ...fields, success_action_redirect: 'http://example.com/done' },
      conditions: [...conditions, { success_action_redirect: 'http://example.com/done' }],
      file,
    }),
    formCall('metadata and type', {
      fields: { ...fields, 'Content-Type': 'text/css', 'x-amz-meta-m': 'v' },
      conditions: [...conditions, { 'Content-Type': 'text/css' }, { 'x-amz-meta-m': 'v' }],
      file,
    }),
    call('what of it is kept', { method: 'HEAD', key: 'form' }),
    formCall('length within', { fields, conditions: [...conditions, ['content-length-range', 1, 100]], file }),
    formCall('too long', { fields, conditions: [...conditions, ['content-length-range', 1, 5]], file }),
    formCall('too short', { fields, conditions: [...conditions, ['content-length-range', 50, 100]], file }),
    formCall('another key', { fields: { key: 'other' }, conditions, file }),
    formCall('a key of another start', {
      fields: { key: 'down/x' },
      conditions: [['starts-with', '$key', 'up/']],
      file,
    }),
    formCall('a field more', { fields: { ...fields, 'x-amz-meta-late': '1' }, conditions, file }),
    formCall('a field that may be ignored', { fields: { ...fields, 'x-ignore-late': '1' }, conditions, file }),
    formCall('expired', { fields, conditions, expires: -60, file }),
    formCall('wrong secret', { fields, conditions, secretAccessKey: 'wrong', file }),
    formCall('a policy that is none', { fields, conditions, policy: 'nonsense', file }),
    formCall('no policy', { fields, file }),
    formCall('no key', { fields: {}, conditions: [], file }),
    formCall('no file', { fields, conditions }),
  ],
};
