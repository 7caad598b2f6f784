import type { IConstruct } from 'constructs';
import type { MeshSettings } from '../model/settings';
import { given } from './given';
import { meshSettings } from './mesh-settings';
import type { ServiceAccountRef } from './service-source';
import { misuse } from './usage-error';

/** Who a workload is to others: a service account in a namespace. */
export interface IdentityProps {
  readonly namespace: string;
  readonly serviceAccount: ServiceAccountRef;
  /** Trust domain of another mesh; that of this mesh when absent. */
  readonly trustDomain?: string;
}

/** What an identity is made of. */
export interface Subject {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Absent: that of this mesh. */
  readonly trustDomain?: string;
  /** Labels of the pods that are known to run as it. */
  readonly pods?: Readonly<Record<string, string>>;
}

/**
 * The SPIFFE identity of a workload, which mutual TLS proves and AuthorizationPolicy names.
 * https://istio.io/latest/docs/concepts/security/#istio-identity
 */
export class Identity {
  private readonly subject: (settings: MeshSettings) => Subject;

  private constructor(subject: (settings: MeshSettings) => Subject) {
    this.subject = subject;
  }

  /**
   * The identity of a service account.
   *
   * @throws RangeError when a part is empty or holds a slash
   */
  static of(props: IdentityProps): Identity {
    const { namespace, trustDomain } = given(props, 'object', 'Identity.of: give { namespace, serviceAccount }', Identity.of);
    given(namespace, 'string', 'Identity.of: give in "namespace" its name', Identity.of);
    const serviceAccount = given(accountName(props.serviceAccount), 'string', 'Identity.of: give in "serviceAccount" its name, or a ServiceAccount', Identity.of);
    for (const [what, part] of Object.entries({ namespace, serviceAccount, trustDomain })) {
      if (part !== undefined && (part === '' || part.includes('/'))) {
        misuse(`${what} ${JSON.stringify(part)} of an identity must be a plain name: not empty and without "/"`, Identity.of);
      }
    }
    return new Identity(() => ({ namespace, serviceAccount, trustDomain }));
  }

  /** @internal What it is made of is told when it is asked for. */
  static from(subject: (settings: MeshSettings) => Subject): Identity {
    return new Identity(subject);
  }

  /** @internal What it is made of, in the mesh that `scope` belongs to. */
  subjectIn(scope: IConstruct): Subject {
    return this.subject(meshSettings(scope));
  }

  /** `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`, in the mesh that `scope` belongs to. */
  spiffeIdIn(scope: IConstruct): string {
    return `spiffe://${this.principalIn(scope)}`;
  }

  /**
   * The identity as AuthorizationPolicy's `principals` has it: without the scheme. The trust domain is that of
   * `Mesh.configure`; where none was given it is `cluster.local`, which istiod reads as "the trust domain of this mesh",
   * so policies stay right in a mesh that is configured elsewhere.
   * https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
   */
  principalIn(scope: IConstruct): string {
    const settings = meshSettings(scope);
    const { namespace, serviceAccount, trustDomain = settings.trustDomain } = this.subject(settings);
    return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
  }

  /** `{ principals: [...] }` for the `source` of an AuthorizationPolicy; read when the policy is written. */
  sourceIn(scope: IConstruct): { readonly principals: string[] } {
    const principalIn = (): string => this.principalIn(scope);
    return {
      get principals() {
        return [principalIn()];
      },
    };
  }
}

/** The name of a service account. */
export function accountName(account: ServiceAccountRef): string {
  return typeof account === 'string' ? account : account?.name;
}
