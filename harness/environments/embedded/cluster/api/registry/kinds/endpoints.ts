import type { V1EndpointSlice, V1Endpoints } from '@kubernetes/client-node';
import { validateEndpointSlice, validateEndpointSliceUpdate } from '../../validation/endpoint-slice.ts';
import { keepsSubsets, validateEndpoints } from '../../validation/endpoints.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

export const endpointsStrategy: Strategy = {
  validateCreate: (object) => validateEndpoints(object as unknown as Wire<V1Endpoints>),
  validateUpdate(next, current) {
    const [endpoints, before] = [next as unknown as Wire<V1Endpoints>, current as unknown as Wire<V1Endpoints>];
    return keepsSubsets(endpoints, before) ? [] : validateEndpoints(endpoints);
  },
  setDefaults(object) {
    for (const subset of (object as unknown as Wire<V1Endpoints>).subsets ?? []) {
      for (const port of subset.ports ?? []) port.protocol ||= 'TCP';
    }
  },
};

export const endpointSliceStrategy: Strategy = {
  countedMetadata: 'labels',
  validate: (object) => validateEndpointSlice(object as unknown as Wire<V1EndpointSlice>),
  validateUpdate: (next, current) =>
    validateEndpointSliceUpdate(next as unknown as Wire<V1EndpointSlice>, current as unknown as Wire<V1EndpointSlice>),
  warnings: ({ addressType }) => (addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []),
  setDefaults(object) {
    for (const name of ['ports', 'endpoints'])
      if (!(object[name] as unknown[] | undefined)?.length) object[name] = null;
    const slice = object as unknown as Wire<V1EndpointSlice>;
    for (const port of slice.ports ?? []) {
      port.name ??= '';
      port.protocol ??= 'TCP';
    }
    for (const endpoint of slice.endpoints ?? []) endpoint.conditions ??= {};
  },
  prepareForCreate: dropTopology,
  prepareForUpdate: dropTopology,
};

/** The version v1 has no topology to write. Source: kubernetes `dropTopologyOnV1`. */
function dropTopology(object: { [field: string]: unknown }): void {
  for (const endpoint of (object as unknown as Wire<V1EndpointSlice>).endpoints ?? []) {
    delete endpoint.deprecatedTopology;
  }
}
