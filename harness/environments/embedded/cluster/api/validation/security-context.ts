import type { V1AppArmorProfile, V1SeccompProfile, V1SecurityContext } from '@kubernetes/client-node';
import { type FieldError, invalidValue, notSupported, required, tooLong } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateId } from './names.ts';
import { validateRelativePath } from './paths.ts';
import { validateWindowsOptions } from './windows-options.ts';

type SecurityContext = Wire<V1SecurityContext>;

/** Source: kubernetes `ValidateSecurityContext`, 1.34. */
export function validateSecurityContext(
  field: string,
  context: SecurityContext | undefined,
  hostUsers: boolean,
): FieldError[] {
  if (!context) return [];
  const { procMount, seccompProfile, appArmorProfile, windowsOptions } = context;
  const errors = (['runAsUser', 'runAsGroup'] as const).flatMap((name) =>
    validateId(`${field}.${name}`, context[name]),
  );
  if (procMount !== undefined) {
    const path = `${field}.procMount`;
    if (procMount !== 'Default' && procMount !== 'Unmasked')
      errors.push(notSupported(path, procMount, ['Default', 'Unmasked']));
    if (hostUsers && procMount === 'Unmasked')
      errors.push(invalidValue(path, procMount, '`hostUsers` must be false to use `Unmasked`'));
  }
  errors.push(...validateSeccompProfile(`${field}.seccompProfile`, seccompProfile));
  if (context.allowPrivilegeEscalation === false) {
    const conflict = (other: string) =>
      errors.push(
        invalidValue(
          field,
          goSecurityContext(context),
          `cannot set \`allowPrivilegeEscalation\` to false and ${other}`,
        ),
      );
    if (context.privileged) conflict('`privileged` to true');
    for (const capability of context.capabilities?.add ?? []) {
      if (capability === 'CAP_SYS_ADMIN') conflict('`capabilities.Add` CAP_SYS_ADMIN');
    }
  }
  errors.push(...validateWindowsOptions(`${field}.windowsOptions`, windowsOptions));
  return [...errors, ...validateAppArmorProfile(`${field}.appArmorProfile`, appArmorProfile)];
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];

/** Source: kubernetes `validateSeccompProfileField`. */
export function validateSeccompProfile(field: string, profile: Wire<V1SeccompProfile> | undefined): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile } = profile;
  const errors: FieldError[] = [];
  if (!type) errors.push(required(`${field}.type`, 'type is required when seccompProfile is set'));
  else if (!profileTypes.includes(type)) errors.push(notSupported(`${field}.type`, type, profileTypes));
  const path = `${field}.localhostProfile`;
  if (type === 'Localhost') {
    if (localhostProfile === undefined) errors.push(required(path, 'must be set when seccomp type is Localhost'));
    else errors.push(...validateRelativePath(path, localhostProfile));
  } else if (localhostProfile !== undefined) {
    errors.push(invalidValue(path, goProfile(profile), 'can only be set when seccomp type is Localhost'));
  }
  return errors;
}

/** In bytes: PATH_MAX less the end of the string. */
const maxProfilePath = 4095;

/** Source: kubernetes `ValidateAppArmorProfileField`. */
export function validateAppArmorProfile(field: string, profile: Wire<V1AppArmorProfile> | undefined): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile } = profile;
  const path = `${field}.localhostProfile`;
  if (!type) return [required(`${field}.type`, 'type is required when appArmorProfile is set')];
  if (!profileTypes.includes(type)) return [notSupported(`${field}.type`, type, profileTypes)];
  if (type !== 'Localhost') {
    if (localhostProfile === undefined) return [];
    return [invalidValue(path, localhostProfile, 'can only be set when AppArmor type is Localhost')];
  }
  if (localhostProfile === undefined) return [required(path, 'must be set when AppArmor type is Localhost')];
  const trimmed = localhostProfile.trim();
  return [
    ...(trimmed !== localhostProfile
      ? [invalidValue(path, localhostProfile, 'must not be padded with whitespace')]
      : trimmed
        ? []
        : [required(path, 'must be set when AppArmor type is Localhost')]),
    ...(Buffer.byteLength(localhostProfile) > maxProfilePath ? [tooLong(path, maxProfilePath)] : []),
  ];
}

function goProfile(profile: { type?: string; localhostProfile?: string } | undefined): unknown {
  return profile ? { Type: profile.type ?? '', LocalhostProfile: profile.localhostProfile ?? null } : null;
}

/** The server prints its internal structure. */
function goSecurityContext(context: SecurityContext): unknown {
  const { capabilities, seLinuxOptions, windowsOptions } = context;
  return {
    Capabilities: capabilities ? { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null } : null,
    Privileged: context.privileged ?? null,
    SELinuxOptions: seLinuxOptions
      ? {
          User: seLinuxOptions.user ?? '',
          Role: seLinuxOptions.role ?? '',
          Type: seLinuxOptions.type ?? '',
          Level: seLinuxOptions.level ?? '',
        }
      : null,
    WindowsOptions: windowsOptions
      ? {
          GMSACredentialSpecName: windowsOptions.gmsaCredentialSpecName ?? null,
          GMSACredentialSpec: windowsOptions.gmsaCredentialSpec ?? null,
          RunAsUserName: windowsOptions.runAsUserName ?? null,
          HostProcess: windowsOptions.hostProcess ?? null,
        }
      : null,
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: goProfile(context.seccompProfile),
    AppArmorProfile: goProfile(context.appArmorProfile),
  };
}
