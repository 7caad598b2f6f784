/** A kind as `cdk8s import` writes one, as far as rules need it. */
export class Service {
  static readonly GVK = { apiVersion: 'v1', kind: 'Service' };

  static manifest(props: { readonly spec?: { readonly ports?: readonly { readonly port?: number }[] } }): object {
    return { ...Service.GVK, ...props };
  }
}
