export { usageError } from '../l1/usage-error';
