// The real istioctl, built from the istio.io/istio version that conformance/go.mod names.
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { home } from '../conformance/judge.mjs';

/** Path of the binary; a first build takes some minutes. It carries the version in its name, so that it is built once. */
export async function buildIstioctl() {
  const version = execFileSync('go', ['list', '-m', '-f', '{{.Version}}', 'istio.io/istio'], { cwd: home, encoding: 'utf8' }).trim();
  const bin = join(home, 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binary = join(bin, `istioctl-${version}${suffix}`);
  if (!existsSync(binary)) {
    console.error('building istioctl ...');
    execFileSync('go', ['install', `istio.io/istio/istioctl/cmd/istioctl@${version}`], { env: { ...process.env, GOBIN: bin }, stdio: ['ignore', 'ignore', 'inherit'] });
    renameSync(join(bin, `istioctl${suffix}`), binary);
  }
  return binary;
}
