/** Qpoint's own cloud storage, as the object store of a snapshot. */
export const qpointStore = {
  id: 'warehouse',
  type: 'qpoint',
  token: { type: 'env', value: 'REGISTRATION_TOKEN' },
} as const;
