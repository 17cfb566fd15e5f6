import { looksLikeParameter, parameterKind } from './parameter-kind.ts';
import type { ClassifierConfig } from './sampling-config.ts';

interface TrieNode {
  readonly children: Map<string, TrieNode>;
  /** How often a path went through this node. */
  seen: number;
  /** The one node that stands for all children once they were collapsed. */
  collapsed: TrieNode | undefined;
}

/**
 * Learns the paths of one host and names the segments that vary: `/users/500` becomes `/users/{id}`.
 * The key of a path may change as the classifier learns. Source: reference, qtap-plugins.md section 1, "Key classifier";
 * what becomes of the subtrees of a collapsed node is not public: here they are merged.
 */
export class PathClassifier {
  readonly #config: ClassifierConfig;
  readonly #root = node();
  #learned = 0;

  constructor(config: ClassifierConfig) {
    this.#config = config;
  }

  /** Learns the path, then answers with its key; undefined while the host has not had `minLearningCount` exchanges. */
  classify(path: string): string | undefined {
    const segments = (path.startsWith('/') ? path.slice(1) : path).split('/');
    this.#learned++;
    const visited = this.#learn(segments);
    if (this.#learned <= this.#config.minLearningCount) return undefined;
    return `/${segments.map((segment, depth) => this.#name(segment, visited[depth])).join('/')}`;
  }

  /** Answers the nodes above each segment. */
  #learn(segments: readonly string[]): TrieNode[] {
    let current = this.#root;
    return segments.map((segment) => {
      const parent = current;
      if (segment === '' && segments.length === 1) return parent;
      current = parent.collapsed ?? child(parent, segment);
      current.seen++;
      if (this.#shouldCollapse(parent)) {
        parent.collapsed = merge([...parent.children.values()]);
        parent.children.clear();
        current = parent.collapsed;
      }
      return parent;
    });
  }

  #name(segment: string, parent: TrieNode | undefined): string {
    if (segment === '' || parent === undefined) return segment;
    return parent.collapsed !== undefined || this.#isVariable(parent) ? `{${parameterKind(segment)}}` : segment;
  }

  #isVariable({ children }: TrieNode): boolean {
    const { minSamples, cardinalityThreshold } = this.#config;
    if (children.size === 1) {
      const [[name, only]] = [...children] as [[string, TrieNode]];
      return only.seen >= minSamples && looksLikeParameter(name);
    }
    if (children.size < (cardinalityThreshold < 0.75 ? 2 : 3)) return false;
    let traversals = 0;
    for (const { seen } of children.values()) traversals += seen;
    return children.size / traversals >= cardinalityThreshold;
  }

  #shouldCollapse(parent: TrieNode): boolean {
    const { pruneHighCardinality, maxValuesPerNode } = this.#config;
    if (!pruneHighCardinality || parent.children.size < maxValuesPerNode || !this.#isVariable(parent)) return false;
    const parameters = [...parent.children.keys()].filter(looksLikeParameter).length;
    return parameters * 2 >= parent.children.size;
  }
}

function node(): TrieNode {
  return { children: new Map(), seen: 0, collapsed: undefined };
}

function child(parent: TrieNode, segment: string): TrieNode {
  const known = parent.children.get(segment) ?? node();
  parent.children.set(segment, known);
  return known;
}

function merge(nodes: readonly TrieNode[]): TrieNode {
  const merged = node();
  const names = new Set<string>();
  const collapsed: TrieNode[] = [];
  for (const each of nodes) {
    merged.seen += each.seen;
    if (each.collapsed !== undefined) collapsed.push(each.collapsed);
    for (const name of each.children.keys()) names.add(name);
  }
  if (collapsed.length > 0) {
    merged.collapsed = merge([...collapsed, ...nodes.flatMap(({ children }) => [...children.values()])]);
    return merged;
  }
  for (const name of names) {
    merged.children.set(name, merge(nodes.flatMap(({ children }) => children.get(name) ?? [])));
  }
  return merged;
}
