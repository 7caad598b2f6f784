import type { HttpMatch } from '../../constructs/http-match';

/** Testers of each version: requests that go to it whatever the weights say. */
export type VersionTesters<S extends string, M = HttpMatch> = Readonly<Partial<Record<NoInfer<S>, readonly M[]>>>;
