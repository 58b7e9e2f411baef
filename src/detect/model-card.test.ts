import { expect, it } from 'vitest';
import { summariseCard } from './model-card.js';

it('takes from a card its first paragraph and where it fails', () => {
  const card = `# Title

## Sub
One
two.

## Where it fails

- **Soft** pictures:
  13 %.
- Small ones.

Do not accuse.

## What it is for

- Sorting.
`;
  const knownFailures = ['**Soft** pictures: 13 %.', 'Small ones.'];
  expect(summariseCard(card)).toEqual({ headline: 'One two.', knownFailures });
  expect(summariseCard('# Title\n')).toEqual({ headline: null, knownFailures: [] });
  expect(summariseCard(null)).toEqual({ headline: null, knownFailures: [] });
});
