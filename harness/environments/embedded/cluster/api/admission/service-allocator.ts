import { invalid } from '../objects/api-error.ts';
import { invalidValue } from '../objects/field-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';

interface ServiceSpec {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  ipFamilies?: string[];
  ipFamilyPolicy?: string;
  ports?: { port: number; nodePort?: number; name?: string }[];
}

const range = '10.96.0.0/16';
const inRange = /^10\.96\.\d{1,3}\.\d{1,3}$/;

/** Gives Services their cluster addresses (10.96.0.0/16, kubeadm's default) and node ports (30000-32767). */
export function createServiceAllocator(storage: ObjectStorage): {
  allocate(type: ResourceType, service: KubeObject, current: KubeObject | undefined): void;
} {
  let nextAddress = 256;
  let nextPort = 30_000;
  const specs = (except: KubeObject): ServiceSpec[] =>
    storage
      .list('services')
      .filter((service) => service.metadata.uid !== except.metadata.uid)
      .map((service) => (service.spec ?? {}) as ServiceSpec);

  const address = (taken: ReadonlySet<string | undefined>): string => {
    for (;;) {
      const candidate = `10.96.${(nextAddress >> 8) & 255}.${nextAddress & 255}`;
      nextAddress = nextAddress >= 65_533 ? 256 : nextAddress + 1;
      if (!taken.has(candidate)) return candidate;
    }
  };

  return {
    allocate(type, service, current) {
      const spec = service.spec as ServiceSpec | undefined;
      if (!spec) return;
      const before = (current?.spec ?? {}) as ServiceSpec;
      if (spec.type === 'ExternalName') return;
      const others = specs(service);
      const taken = new Set(others.map((other) => other.clusterIP));
      const asked = spec.clusterIP ?? spec.clusterIPs?.[0];
      if (asked && asked !== 'None' && asked !== before.clusterIP) {
        if (!inRange.test(asked)) {
          const detail = `failed to allocate IP ${asked}: the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${range}`;
          throw invalid(type, service.metadata.name, [invalidValue('spec.clusterIPs', [asked], detail)]);
        }
        if (taken.has(asked)) {
          const detail = `failed to allocate IP ${asked}: provided IP is already allocated`;
          throw invalid(type, service.metadata.name, [invalidValue('spec.clusterIPs', [asked], detail)]);
        }
      }
      spec.clusterIP = asked || before.clusterIP || address(taken);
      spec.clusterIPs = [spec.clusterIP];
      spec.ipFamilies ??= ['IPv4'];
      spec.ipFamilyPolicy ??= 'SingleStack';
      if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') return;
      const ports = new Set(others.flatMap((other) => other.ports ?? []).map((port) => port.nodePort));
      for (const [index, port] of (spec.ports ?? []).entries()) {
        const kept = before.ports?.find((item) => item.port === port.port)?.nodePort;
        if (port.nodePort !== undefined && port.nodePort !== kept && ports.has(port.nodePort)) {
          const error = invalidValue(
            `spec.ports[${index}].nodePort`,
            port.nodePort,
            'provided port is already allocated',
          );
          throw invalid(type, service.metadata.name, [error]);
        }
        if (port.nodePort === undefined) {
          while (ports.has(nextPort)) nextPort = nextPort >= 32_767 ? 30_000 : nextPort + 1;
          port.nodePort = kept ?? nextPort;
        }
        ports.add(port.nodePort);
      }
    },
  };
}
