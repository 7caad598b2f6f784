import { App, YamlOutputType, type AppProps } from 'cdk8s';
import { captureCallSite, setCallSite } from '../l1/call-site';
import { registerTree } from '../l1/tree';
import { misuse } from '../l1/usage-error';
import { APP_NAME } from './owner-mark';

/** Options of an `IstioApp`. */
export interface IstioAppProps extends Pick<AppProps, 'outdir' | 'resolvers'> {
  /**
   * Who owns the written files: it stands in the first line of each, and only files with it are ever changed or removed.
   * Give each App of a program its own. Default: the name in the nearest package.json above the working folder (else `app`),
   * then the name of the program: `shop/main`.
   */
  readonly name?: string;
  /**
   * Writes `argocd.argoproj.io/sync-wave` on Istio's and the Gateway API's routing objects, so that Argo CD applies what
   * routes point to before the routes, and removes it after them. A wave that an object has already stays. Default: false.
   * Reference: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  readonly syncWaves?: boolean;
}

/**
 * An `App` that writes a folder for GitOps: one object per file, `<namespace>/<group>.<kind>.<name>.yaml`, the same bytes
 * for the same tree, nothing that Argo CD would trip over. It checks every object first, whoever made it, and changes
 * nothing when there is an error. Several may live in one process, each with its own folder.
 */
export class IstioApp extends App {
  /** Who owns the written files. */
  readonly name: string;
  private readonly syncWaves: boolean;

  /** @throws RangeError when the name holds characters that a comment in YAML should not hold */
  constructor(props: IstioAppProps = {}) {
    super({
      outdir: props.outdir,
      resolvers: props.resolvers,
      outputFileExtension: '.yaml',
      yamlOutputType: YamlOutputType.FILE_PER_RESOURCE,
      recordConstructMetadata: false,
    });
    if (props.name !== undefined && !APP_NAME.test(props.name)) {
      misuse(`IstioApp: name must be letters, digits and "@", "~", ".", "_", "/", "-", not ${JSON.stringify(props.name)}`, new.target);
    }
    const { defaultName } = require('./default-name') as typeof import('./default-name');
    this.name = props.name ?? defaultName(process.cwd(), process.argv[1]);
    this.syncWaves = props.syncWaves ?? false;
    setCallSite(this, captureCallSite(new.target));
    registerTree(this);
  }

  /**
   * Checks the whole tree, then brings the output folder up to date.
   *
   * @throws CheckError when an object is wrong; the folder stays as it was
   * @throws OutputError when something that is not this app's is in the way; the folder stays as it was
   */
  override synth(): void {
    const { claimFolder } = require('./folder-claims') as typeof import('./folder-claims');
    const { outputOf } = require('./istio-output') as typeof import('./istio-output');
    const { writeFolder } = require('./output-folder') as typeof import('./output-folder');
    const files = outputOf(this, this.syncWaves);
    claimFolder(this);
    writeFolder(this.outdir, this.name, files);
  }

  /**
   * Checks the whole tree and returns what `synth` would write as one text, in the order of the files.
   *
   * @throws CheckError when an object is wrong
   */
  override synthYaml(): string {
    const { outputOf } = require('./istio-output') as typeof import('./istio-output');
    return outputOf(this, this.syncWaves)
      .map(({ text }) => text)
      .join('---\n');
  }
}
