export { misuse } from '../l1/usage-error';
