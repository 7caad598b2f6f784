import type { Io } from './io';
export interface ImportFlags { readonly out: string; readonly force?: boolean }
export async function runImport(_s: string, _f: ImportFlags, _io: Io): Promise<number> { return 0; }
