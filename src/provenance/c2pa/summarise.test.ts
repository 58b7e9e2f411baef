import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../generators/json.js';
import { stateOf } from './state.js';
import { statusesOf, summariseStore } from './summarise.js';

test('ingredients that lead in a circle end', () => {
  const manifest = (next: string): JsonObject => ({ ingredients: [{ active_manifest: next }] });
  const { active, manifests } = summariseStore({
    active_manifest: 'a',
    manifests: { a: manifest('b'), b: manifest('a') },
  });
  expect(manifests).toBe(2);
  expect(active?.ingredients[0]?.manifest?.ingredients[0]).toEqual({ failures: [] });
});

test('a wide tree is summarised to a bound', () => {
  const ingredients: Json = Array.from({ length: 100 }, () => ({ active_manifest: 'leaf' }));
  const { active } = summariseStore({
    active_manifest: 'a',
    manifests: { a: { ingredients }, leaf: { ingredients } },
  });
  const count = (manifest = active): number =>
    manifest
      ? 1 + manifest.ingredients.reduce((sum, { manifest: inner }) => sum + (inner ? count(inner) : 0), 0)
      : 0;
  expect(count()).toBeLessThanOrEqual(64);
});

test('values of the wrong type are left out, never thrown on', () => {
  const store: JsonObject = {
    active_manifest: 'a',
    manifests: {
      a: {
        claim_generator_info: 'x',
        assertions: [
          null,
          3,
          { label: 7, data: [] },
          { label: 'c2pa.actions', data: { actions: ['x', { action: {} }] } },
        ],
        signature_info: [],
        ingredients: { 0: 'x' },
      },
    },
    validation_results: { activeManifest: { failure: [{}, 'x', { code: 'a'.repeat(1000) }] } },
  };
  expect(summariseStore(store).active).toMatchObject({ label: 'a', actions: [], ingredients: [] });
  expect(statusesOf(store)).toEqual([{ code: `${'a'.repeat(299)}…`, kind: 'failure' }]);
  expect(summariseStore({ active_manifest: '__proto__', manifests: {} })).toEqual({ manifests: 0 });
});

const failing = (...codes: string[]): Parameters<typeof stateOf>[1] =>
  codes.map((code) => ({ code, kind: 'failure' }));

test.each([
  ['Trusted', [], 'trusted'],
  ['Valid', ['signingCredential.untrusted'], 'valid'],
  ['Invalid', ['signingCredential.untrusted', 'signingCredential.expired'], 'expired'],
  ['Invalid', ['signingCredential.untrusted', 'assertion.dataHash.mismatch'], 'tampered'],
  ['Invalid', ['signingCredential.expired', 'assertion.bmffHash.mismatch'], 'tampered'],
  ['Invalid', ['claimSignature.mismatch'], 'tampered'],
  ['Invalid', ['assertion.hashedURI.mismatch'], 'tampered'],
  ['Invalid', ['signingCredential.revoked', 'signingCredential.expired'], 'invalid'],
  ['Invalid', ['claim.missing'], 'invalid'],
  [undefined, [], 'invalid'],
] as const)('%s with %j is %s', (word, codes, state) => {
  expect(stateOf(word, failing(...codes)).state).toBe(state);
});

test('a mismatch of form, where the hash itself matched, is a broken rule and not tampering', () => {
  // As the reader says of a camera file of 2023 whose hash leaves out more than the manifest.
  const url = 'self#jumbf=/c2pa/a/c2pa.assertions/c2pa.hash.data';
  const explanation = 'data hash exclusion does not match the manifest location in the asset';
  expect(
    stateOf('Invalid', [
      { code: 'assertion.dataHash.match', kind: 'success', url },
      { code: 'assertion.dataHash.mismatch', kind: 'failure', url, explanation },
    ]),
  ).toEqual({
    state: 'invalid',
    reason: `The manifest breaks a rule: ${explanation} (assertion.dataHash.mismatch).`,
  });
});
