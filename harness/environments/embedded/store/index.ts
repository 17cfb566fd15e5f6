export type { Accounts, AuthorizationDecision, AuthorizationRequest, Principal } from './accounts.ts';
export {
  createObjectStore,
  type ListeningStore,
  type ObjectStore,
  type ObjectStoreOptions,
  type ObjectSummary,
} from './object-store.ts';
export type { ObjectEvent } from './storage/storage.ts';
