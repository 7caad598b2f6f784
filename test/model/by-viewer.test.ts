import { ByViewer } from '../../src/model/by-viewer';
import { visibilityOf } from '../../src/model/visibility';

const NONE = visibilityOf(['~'], 'shop');
const OWN = visibilityOf(['.'], 'shop');
const OTHER = visibilityOf(['bakery'], 'shop');

const views = new ByViewer<string>();
views.add('*', 'all');
views.add(OWN, 'own');
views.add(OTHER, 'other');
views.add(NONE, 'none');

test.each([
  ['everything that is seen at all', '*' as const, ['all', 'own', 'other']],
  ['what one namespace sees', OWN, ['all', 'own']],
  ['what another sees', OTHER, ['all', 'other']],
  ['nothing', NONE, []],
])('%s', (_name, visibility, shared) => {
  expect([...views.sharing(visibility)]).toEqual(shared);
});

test('by namespace', () => {
  expect(views.public).toEqual(['all']);
  expect([...views.named]).toEqual([['shop', ['own']], ['bakery', ['other']]]);
  expect(views.namedFor('library')).toEqual([]);
});
