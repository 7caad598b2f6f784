/** A path as other tools write it, on Windows too. */
export function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
