import type { WorkloadEntrySpec } from '../../../imports/networking';
import { validateWorkload } from '../checks/workload-entries';
import type { SpecValidator } from '../subject';
import type { Wire } from '../wire';

/** https://istio.io/latest/docs/reference/config/networking/workload-entry/ */
export const validateWorkloadEntry: SpecValidator<Wire<WorkloadEntrySpec>> = validateWorkload;
