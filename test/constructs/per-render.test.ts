import { App, Chart } from 'cdk8s';
import { PerRender, whileRendering } from '../../src/constructs/per-render';

test('made once while a tree is rendered, anew with every question otherwise', () => {
  const app = new App();
  const chart = new Chart(app, 'chart');
  let made = 0;
  const count = new PerRender(() => ++made);
  expect([count.of(app), count.of(chart)]).toEqual([1, 2]);
  expect(whileRendering(app, () => [count.of(app), whileRendering(app, () => count.of(chart)), count.of(app), count.of(new App())])).toEqual([3, 3, 3, 4]);
  expect([count.of(app), whileRendering(app, () => count.of(app))]).toEqual([5, 6]);
});

test('a rendering that fails is over', () => {
  const app = new App();
  let made = 0;
  const count = new PerRender(() => ++made);
  expect(() => whileRendering(app, () => { count.of(app); throw new Error('no'); })).toThrow('no');
  expect([count.of(app), count.of(app)]).toEqual([2, 3]);
});
