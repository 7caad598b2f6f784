import type { Rule } from '../rule';
import { duplicateObject } from './object/duplicate-object';
import { gatewayNotFound } from './routing/gateway-not-found';
import { subsetNotFound } from './routing/subset-not-found';

/** The one registry: every rule that runs. A test holds that it and the folder have the same rules. */
export const RULES: readonly Rule[] = [duplicateObject, gatewayNotFound, subsetNotFound];
