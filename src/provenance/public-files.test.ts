import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { closeC2paReader } from './c2pa/reader.js';
import type { C2paState } from './c2pa/result.js';
import { inspect } from './inspect.js';

// Public test files of others, not part of the project: skipped, and said so, where they are not at hand.
const ROOT = fileURLToPath(new URL('../../../shared/data/provenance/', import.meta.url));
const present = existsSync(ROOT);
if (!present) console.log('Public provenance files are not at hand; what needs them is skipped.');

/** What the names of the C2PA files, and the notes of the suites they are from, say of their manifests. */
const STATES: Record<string, C2paState> = {
  'c2pa-adobe-firefly/ai-generated.jpg': 'valid',
  'c2pa-adobe-firefly/ocsp-photoshop-firefly.jpg': 'valid',
  // public-testfiles: C claim, A original, I ingredient, X altered, E-sig error in the signature.
  'c2pa-adobe-tests/adobe-20220124-CA.jpg': 'valid',
  'c2pa-adobe-tests/adobe-20220124-CACA.jpg': 'valid',
  'c2pa-adobe-tests/adobe-20220124-CAICA.jpg': 'valid',
  'c2pa-adobe-tests/adobe-20220124-CI.jpg': 'valid',
  'c2pa-adobe-tests/adobe-20220124-CIE-sig-CA.jpg': 'valid',
  'c2pa-adobe-tests/adobe-20220124-E-sig-CA.jpg': 'tampered',
  'c2pa-adobe-tests/adobe-20220124-XCA.jpg': 'tampered',
  'c2pa-adobe-tests/adobe-20220124-XCI.jpg': 'tampered',
  'c2pa-amazon-titan/amazon-titan-g1.png': 'valid',
  // Signed in 2022 with a certificate of one year and no time stamp.
  'c2pa-camera-nikon/nikon-20221019-building.jpeg': 'expired',
  // Certificates of some weeks and of a year, run out by 2026-11-26; valid only with the list of time stamp authorities.
  'c2pa-google-pixel/pixel10-compositeWithTrainedAlgorithmicMedia.jpg': 'expired',
  'c2pa-google/conformant-a.jpg': 'expired',
  'c2pa-js-fixtures/c2pa-node_tests_fixtures_CA.jpg': 'valid',
  'c2pa-js-fixtures/c2pa-web_test_assets_C.jpg': 'valid',
  'c2pa-js-fixtures/c2pa-web_test_assets_C_with_CAWG_data.jpg': 'valid',
  'c2pa-js-fixtures/c2pa-web_test_assets_PirateShip_save_credentials_to_cloud.jpg': 'remote-only',
  'c2pa-js-fixtures/ingredient-with-data-types.jpg': 'valid',
  'c2pa-microsoft-bing/bing_creator_cloud_surfing_puppy.jpg': 'valid',
  'c2pa-ms-validator/cards_expired_without_timestamp.jpg': 'expired',
  'c2pa-ms-validator/cards_invalid.jpg': 'tampered',
  'c2pa-ms-validator/cards_trusted.jpg': 'valid',
  'c2pa-ms-validator/cards_untrusted.jpg': 'valid',
  'c2pa-openai/DALL-E_cloud_surfing_puppy.webp': 'valid',
  'c2pa-python-fixtures/C.dng': 'valid',
  'c2pa-python-fixtures/C.jpg': 'valid',
  'c2pa-python-fixtures/C_with_CAWG_data.jpg': 'valid',
  'c2pa-python-fixtures/cloud.jpg': 'remote-only',
  'c2pa-python-fixtures/files-for-reading-tests_CA_ct.jpg': 'valid',
  'c2pa-python-fixtures/files-for-signing-tests_cloudx.jpg': 'remote-only',
  'c2pa-reader-kmp/files_100kb-signed.tiff': 'valid',
  'c2pa-reader-kmp/fixtures_sample1.heic': 'valid',
  'c2pa-reader-kmp/fixtures_sample1.webp': 'valid',
  'c2pa-rs-fixtures/C.jpg': 'valid',
  'c2pa-rs-fixtures/CA_ct.jpg': 'valid',
  'c2pa-rs-fixtures/XCA.jpg': 'tampered',
  'c2pa-rs-fixtures/cli_tests_fixtures_C.jpg': 'valid',
  'c2pa-rs-fixtures/cli_tests_fixtures_C_with_CAWG_data.jpg': 'valid',
  'c2pa-rs-fixtures/libpng-test_with_url.png': 'remote-only',
  // The hash fits, but leaves out the EXIF in front of the manifest too, which today's rules forbid.
  'c2pa-truepic/truepic-20230212-camera.jpg': 'invalid',
  'c2pa-ts-fixtures/trustnxt-icon-signed-timestamp.jpg': 'valid',
  'c2pa-verify-app/examples_ai-generated.jpg': 'valid',
  'c2pa-verify-app/invalid-sig.jpg': 'tampered',
};

/** What each folder, or file where a folder is mixed, should claim: the marks that state generation or AI edits. */
const AI: [pattern: RegExp, claims: string[]][] = [
  [/^c2pa-adobe-firefly\/ai/, ['c2pa generated']],
  [/^c2pa-adobe-firefly\/ocsp/, ['c2pa edited-with-ai', 'c2pa-ingredient edited-with-ai']],
  [/^c2pa-amazon-titan/, ['c2pa generated']],
  [/^c2pa-google-pixel/, ['c2pa edited-with-ai']],
  [/^c2pa-google\//, ['c2pa-ingredient generated']],
  [/ingredient-with-data-types/, ['c2pa generated']],
  [/^c2pa-microsoft-bing/, ['c2pa generated']],
  [/^c2pa-openai/, ['c2pa-ingredient generated']],
  [/examples_ai-generated/, ['c2pa generated']],
  [/civitai-upscale/, ['comfyui edited-with-ai', 'civitai-job generated']],
  [/^civitai\//, ['a1111-parameters generated', 'civitai-job generated']],
  [/^comfyui|^krea|^sd-webp-exif-comfyui/, ['comfyui generated']],
  [/^fooocus/, ['fooocus generated']],
  [/gemini_cat/, ['iptc-digital-source-type generated', 'iptc-credit generated']],
  [/^google-gemini-iptc/, ['iptc-digital-source-type edited-with-ai', 'iptc-credit generated']],
  [/^hf-space/, ['diffusion-json generated']],
  [/^invokeai/, ['invokeai generated']],
  [/^meta-imagine|^midjourney/, ['iptc-digital-source-type generated']],
  [/^novelai/, ['novelai generated', 'software generated']],
  [/^ruined-fooocus/, ['ruined-fooocus generated']],
  [/^sd-forge|^sd-next/, ['a1111-parameters generated']],
  [/automatic1111_stealth/, ['stealth-pnginfo generated']],
  // Screenshots and crops in the same folder that were saved without their text.
  [/CLIP-interrogate|facefix|resizing\.jpg/, []],
  [/^sd-webui-a1111/, ['a1111-parameters generated']],
  [/^stability-matrix/, ['stability-matrix generated']],
  [/^swarmui/, ['swarmui generated']],
  [/^tensorart/, ['tensorart generated']],
];

afterAll(closeC2paReader);

describe.skipIf(!present)('public files', () => {
  const files = present
    ? readdirSync(ROOT, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length).replace(/^\//, ''))
        .sort()
    : [];
  const read = (file: string): Uint8Array => new Uint8Array(readFileSync(ROOT + file));

  test('every file claims what its folder says and nothing more', async () => {
    for (const file of files) {
      const { claims, c2pa } = await inspect(read(file));
      const found = claims
        .filter(({ statement }) => statement === 'generated' || statement === 'edited-with-ai')
        .map(({ source, statement }) => `${source} ${statement}`);
      expect(found, file).toEqual(AI.find(([pattern]) => pattern.test(file))?.[1] ?? []);
      expect(c2pa?.state, file).toBe(STATES[file]);
    }
  });

  test('the trap, a photograph with the letters c2pa in its picture data, has no manifest', async () => {
    const trap = files.find((file) => file.startsWith('edge-false-positive'));
    const result = await inspect(read(trap!));
    expect(result.c2pa).toBeUndefined();
    expect(result.claims).toEqual([]);
  });

  test('the reference reader, called directly, has the same validation state and codes', async () => {
    const require = createRequire(import.meta.url);
    const { initSync, WasmReader } = await import('@contentauth/c2pa-wasm');
    initSync({ module: readFileSync(require.resolve('@contentauth/c2pa-wasm/c2pa.wasm')) });
    const settings = JSON.stringify({
      verify: { remote_manifest_fetch: false },
      core: { decode_identity_assertions: false },
      trust: {
        trust_config:
          '1.3.6.1.4.1.62558.2.1\n1.3.6.1.5.5.7.3.36\n1.3.6.1.5.5.7.3.4\n1.3.6.1.4.1.311.76.59.1.9',
      },
    });
    for (const file of Object.keys(STATES).filter((name) => STATES[name] !== 'remote-only')) {
      const bytes = read(file);
      const { c2pa, format } = await inspect(bytes);
      const mediaType = format === 'dng' ? 'image/x-adobe-dng' : `image/${format}`;
      const reference = JSON.parse((await WasmReader.fromBytes(mediaType, bytes, settings)).json()) as {
        validation_state: string;
        validation_results: { activeManifest: { failure: { code: string }[] } };
      };
      expect(c2pa?.validationState, file).toBe(reference.validation_state);
      const failures = c2pa?.statuses.filter(({ kind }) => kind === 'failure').map(({ code }) => code) ?? [];
      const expected = reference.validation_results.activeManifest.failure.map(({ code }) => code);
      expect(failures.slice(0, expected.length), file).toEqual(expected);
    }
  });
});
