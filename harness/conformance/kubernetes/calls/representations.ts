import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { get, patch, post, put, quiet } from '../steps/verbs.ts';
import { configMap, configMaps, pod, pods, service, services } from './objects.ts';

const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const partial = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const partialList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const one = `${configMaps}?fieldSelector=metadata.name%3Da`;
const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: NAME\ndata:\n  a: "1"\n';
const inYaml = (name: string, text = yaml) =>
  post(configMaps, text.replace('NAME', name), { contentType: 'application/yaml' });
const accepted = (accept: string) =>
  get(`${configMaps}/a`, { accept, keep: accept.includes('yaml') ? 'shape' : 'spec' });

/** The same objects in other shapes, and bodies in other formats. */
export const representationCases: readonly ConformanceCase<KubernetesTarget>[] = [
  stepsCase('there is a config map a', post(configMaps, configMap('a', { a: '1' }, { labels: { x: 'y' } }))),
  stepsCase('a table of one', get(`${configMaps}/a`, { accept: table, keep: 'table' })),
  stepsCase('a table of a list', get(one, { accept: table, keep: 'table' })),
  stepsCase('rows with their metadata', get(`${configMaps}/a`, { accept: table })),
  stepsCase('rows with their objects', get(`${configMaps}/a?includeObject=Object`, { accept: table, keep: 'shape' })),
  stepsCase('rows without objects', get(`${one}&includeObject=None`, { accept: table, keep: 'shape' })),
  stepsCase('rows with something else', get(`${one}&includeObject=Some`, { accept: table })),
  stepsCase(
    'a table of an old version',
    get(one, { accept: 'application/json;as=Table;v=v1beta1;g=meta.k8s.io', keep: 'table' }),
  ),
  stepsCase('a table of an unknown version', get(one, { accept: 'application/json;as=Table;v=v9;g=meta.k8s.io' })),
  stepsCase('a table or else JSON', get(one, { accept: `${table},application/json`, keep: 'table' })),
  stepsCase('a table of pods', quiet(post(pods, pod('p'))), get(`${pods}/p`, { accept: table, keep: 'table' })),
  stepsCase(
    'a table of services',
    quiet(post(services, service('s', { clusterIP: 'None' }))),
    get(`${services}/s`, { accept: table, keep: 'table' }),
  ),
  stepsCase('a table of what is not there', get(`${configMaps}/nobody`, { accept: table })),
  stepsCase('a table of nothing', get('/api/v1/namespaces/{ns}/limitranges', { accept: table, keep: 'table' })),
  stepsCase('metadata of one', get(`${configMaps}/a`, { accept: partial })),
  stepsCase('metadata of a list', get(one, { accept: partialList })),
  stepsCase('metadata of a list by the word for one', get(one, { accept: partial })),
  stepsCase('metadata of one by the word for lists', get(`${configMaps}/a`, { accept: partialList })),
  stepsCase(
    'metadata of what is patched',
    patch('merge', `${configMaps}/a`, { metadata: { labels: { z: '1' } } }, { accept: partial }),
  ),
  stepsCase('metadata of what is created', post(configMaps, configMap('b'), { accept: partial })),
  stepsCase('another shape', get(`${configMaps}/a`, { accept: 'application/json;as=Circle;g=meta.k8s.io;v=v1' })),
  ...[
    '*/*',
    'application/*',
    'text/html',
    'application/json;charset=utf-8',
    'text/html, */*',
    'application/json;q=0.5',
    'nonsense',
    'application/yaml',
    'image/png, application/json',
    'application/json;pretty=1',
    '',
  ].map((accept) => stepsCase(`accept ${accept || 'nothing'}`, accepted(accept))),
  stepsCase(
    'protobuf, or else JSON',
    get(`${configMaps}/a`, { accept: 'application/vnd.kubernetes.protobuf', keep: 'status' }),
    get(`${configMaps}/a`, { accept: 'application/vnd.kubernetes.protobuf,application/json', keep: 'status' }),
  ),
  stepsCase('a body in YAML', inYaml('y-1')),
  stepsCase('a body in YAML that is JSON', inYaml('y-2', JSON.stringify(configMap('NAME')))),
  stepsCase('a body in YAML with an alias', inYaml('y-3', `${yaml}  b: &x "2"\n  c: *x\n`)),
  stepsCase(
    'a body in YAML with a merged map',
    inYaml(
      'y-4',
      'apiVersion: v1\nkind: ConfigMap\nx: &x {b: "1"}\nmetadata: {name: NAME}\ndata:\n  <<: *x\n  a: "2"\n',
    ),
  ),
  stepsCase('a body in YAML with a number for a text', inYaml('y-5', `${yaml}  b: 2\n`)),
  stepsCase('a body in YAML with yes for a text', inYaml('y-6', `${yaml}  b: yes\n`)),
  stepsCase('a body in YAML with a field twice', inYaml('y-7', `${yaml}data:\n  b: "2"\n`)),
  stepsCase(
    'a body in YAML with a field twice, strictly',
    post(`${configMaps}?fieldValidation=Strict`, `${yaml.replace('NAME', 'y-8')}data:\n  b: "2"\n`, {
      contentType: 'application/yaml',
    }),
  ),
  stepsCase('a body in YAML with tabs', inYaml('y-9', 'apiVersion: v1\n\tkind: ConfigMap\n')),
  stepsCase('a body in YAML that is open', inYaml('y-10', 'a: [1, 2')),
  stepsCase('a body of two documents', inYaml('y-11', `${yaml}---\n${yaml.replace('NAME', 'second')}`)),
  stepsCase('a body in YAML of a text', inYaml('y-12', 'text')),
  stepsCase('a body in YAML with a time', inYaml('y-13', `${yaml}  b: 2020-01-01\n`)),
  stepsCase('a body in YAML that is empty', inYaml('y-14', '')),
  stepsCase('a body in YAML that is a comment', inYaml('y-15', '# nothing\n')),
  ...[
    'text/plain',
    'application/xml',
    'application/json;charset=utf-8',
    'application/json; charset=latin1',
    'APPLICATION/JSON',
    'application/x-yaml',
    'text/yaml',
    'json',
    'application/merge-patch+json',
    ';',
    'multipart/form-data',
  ].map((contentType, index) =>
    stepsCase(`a body as ${contentType}`, post(configMaps, configMap(`t-${index}`), { contentType })),
  ),
  stepsCase('a patch as YAML', patch('merge', `${configMaps}/a`, 'metadata: {}', { contentType: 'application/yaml' })),
  stepsCase(
    'a replacement in YAML',
    put(`${configMaps}/a`, yaml.replace('NAME', 'a'), { contentType: 'application/yaml' }),
  ),
  stepsCase('a patch without a type', patch('merge', `${configMaps}/a`, {}, { contentType: '' })),
  stepsCase(
    'protobuf that is none',
    post(configMaps, Buffer.from('nonsense'), { contentType: 'application/vnd.kubernetes.protobuf' }),
  ),
  stepsCase(
    'protobuf that is empty',
    post(configMaps, Buffer.alloc(0), { contentType: 'application/vnd.kubernetes.protobuf' }),
  ),
  stepsCase(
    'protobuf that is cut',
    post(configMaps, Buffer.from('k8s\0\n\xff', 'latin1'), { contentType: 'application/vnd.kubernetes.protobuf' }),
  ),
  stepsCase(
    'protobuf without a type',
    post(configMaps, Buffer.from('k8s\0', 'latin1'), { contentType: 'application/vnd.kubernetes.protobuf' }),
  ),
  ...[
    ['a list', '[]'],
    ['a text', '"x"'],
    ['a number', '5'],
    ['null', 'null'],
    ['nothing', ''],
    ['spaces', '  '],
    ['an empty object', '{}'],
    ['a name that is a number', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":5}}'],
    ['a kind that is a number', '{"apiVersion":"v1","kind":5}'],
    ['a deep object', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`],
    ['bytes that are no text', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['a byte order mark', `\ufeff${JSON.stringify(configMap('bom'))}`],
    ['single quotes', "{'a': 1}"],
    ['a comma too many', '{"apiVersion":"v1",}'],
    ['NaN', '{"a": NaN}'],
    ['escapes', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"\\u0065sc"}}'],
    ['metadata as a list', '{"apiVersion":"v1","kind":"ConfigMap","metadata":[]}'],
    ['metadata as null', '{"apiVersion":"v1","kind":"ConfigMap","metadata":null}'],
    ['another case of a field', '{"apiVersion":"v1","kind":"ConfigMap","Metadata":{"name":"case"}}'],
  ].map(([name, body]) => stepsCase(`a body of ${name as string}`, post(configMaps, body as string | Buffer))),
];
