import { expect, it } from 'vitest';
import { FINDING_IDS } from '../../dataset/audit/types.js';
import { LANGUAGES } from './index.js';

const { en, zh } = LANGUAGES;
// What the findings of the audit name; each kind has some of them.
const NAMES = [
  'fake',
  'real',
  'accuracy',
  'majority',
  'pairs',
  'groups',
  'auc',
  'aucLow',
  'aucHigh',
  'ratio',
];
const MORE = ['carriers', 'otherCarriers', 'marks', 'against', 'agreeing', 'files', 'redundantShare'];
const numbers = {
  ...Object.fromEntries([...NAMES, ...MORE].map((name) => [name, 0.5])),
  fact: 'jpegQuality',
};

it('words every kind of finding in Chinese with its figures, and leaves none of them unfilled', () => {
  for (const id of FINDING_IDS) {
    const said = zh.train.finding({ id, numbers });
    expect(said?.title, id).toMatch(/\p{Script=Han}/u);
    expect(said!.title + said!.whatToDo, id).not.toMatch(/[{}]|undefined/);
  }
  expect(zh.train.finding({ id: 'leak-compression', numbers })!.title).toBe(
    'JPEG 压缩方式能区分真伪：仅凭“JPEG 质量（按亮度表最接近的 libjpeg 设置），1..100”这一项，AUC 就达到 0.500（0.500–0.500）。',
  );
});

it('says a sentence more where its figures are there', () => {
  const rule = { rule: 'width >= 512', ruleAccuracy: 0.9, ruleRecall: 0.8, ruleFalsePositives: 3 };
  const { title } = zh.train.finding({
    id: 'header-leak',
    numbers: { accuracy: 0.9, majority: 0.5, ...rule },
  })!;
  expect(title).toContain('90.0 %');
  expect(title).toContain('“width >= 512”就能判对 90.0 %，找出 80.0 % 的伪造图，并把 3 张照片');
});

it('leaves to the English words what it does not know', () => {
  expect(zh.train.finding({ id: 'new-kind', numbers: {} })).toBeNull();
  expect(zh.train.finding({ id: 'toString', numbers: {} })).toBeNull();
  expect(zh.train.finding({ id: 'few-samples', numbers: { fake: 3 } })).toBeNull();
  expect(en.train.finding({ id: 'few-samples', numbers })).toBeNull();
});
