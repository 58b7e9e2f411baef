import { asObject, asText, type Json, type JsonObject } from '../generators/json.js';
import { cut } from '../metadata/text.js';
import type { C2paAction, C2paIngredient, C2paManifest, C2paSigner, C2paStatus } from './result.js';

/** Bounds of a summary; a store can hold 100,000 assertions and any nesting. */
const MAX = { depth: 8, nodes: 64, list: 100, statuses: 300, text: 300 };

/** Turns the reader's manifest store into the summary of its active manifest, ingredients nested. */
export function summariseStore(store: JsonObject): { active?: C2paManifest; manifests: number } {
  const manifests = asObject(store.manifests) ?? {};
  const label = asText(store.active_manifest);
  const budget = { nodes: MAX.nodes };
  const active = label === undefined ? undefined : summarise(manifests, label, [], budget);
  return { manifests: Object.keys(manifests).length, ...(active && { active }) };
}

function summarise(
  manifests: JsonObject,
  label: string,
  path: readonly string[],
  budget: { nodes: number },
): C2paManifest | undefined {
  const manifest = Object.hasOwn(manifests, label) ? asObject(manifests[label]) : undefined;
  if (!manifest || path.includes(label) || path.length >= MAX.depth || budget.nodes <= 0) return undefined;
  budget.nodes -= 1;
  const assertions = list(manifest.assertions);
  const next = [...path, label];
  const version = manifest.claim_version;
  const signer = signerOf(asObject(manifest.signature_info));
  const camera = cameraOf(assertions);
  return {
    label: cut(label, MAX.text),
    ...texts({ title: manifest.title, format: manifest.format, generator: generatorOf(manifest) }),
    ...(typeof version === 'number' && { claimVersion: version }),
    ...(signer && { signer }),
    actions: assertions.filter(isActions).flatMap(actionsOf).slice(0, MAX.list),
    assertions: assertions.flatMap(({ label: name }) => bounded(name) ?? []),
    ...(camera && { camera }),
    ingredients: list(manifest.ingredients).map((entry) => ingredientOf(manifests, entry, next, budget)),
  };
}

function ingredientOf(
  manifests: JsonObject,
  entry: JsonObject,
  path: readonly string[],
  budget: { nodes: number },
): C2paIngredient {
  const label = asText(entry.active_manifest);
  const manifest = label === undefined ? undefined : summarise(manifests, label, path, budget);
  const results = asObject(asObject(entry.validation_results)?.activeManifest);
  const failures = [...list(entry.validation_status), ...list(results?.failure)];
  return {
    ...texts({ title: entry.title, format: entry.format, relationship: entry.relationship }),
    failures: [...new Set(failures.flatMap(({ code }) => bounded(code) ?? []))],
    ...(manifest && { manifest }),
  };
}

/** All status codes of the store: those of the active manifest, then what has changed for its ingredients. */
export function statusesOf(store: JsonObject): C2paStatus[] {
  const results = asObject(store.validation_results);
  const deltas = list(results?.ingredientDeltas).map((delta) => asObject(delta.validationDeltas));
  const groups = [asObject(results?.activeManifest), ...deltas].filter((group) => group !== undefined);
  const kinds = ['failure', 'informational', 'success'] as const;
  const statuses = kinds.flatMap((kind) =>
    groups.flatMap((group) => list(group[kind]).flatMap((status) => statusOf(status, kind))),
  );
  if (results) return statuses.slice(0, MAX.statuses);
  return list(store.validation_status).flatMap((status) => statusOf(status, 'failure'));
}

function statusOf(status: JsonObject, kind: C2paStatus['kind']): C2paStatus[] {
  const code = bounded(status.code);
  return code ? [{ code, kind, ...texts({ url: status.url, explanation: status.explanation }) }] : [];
}

function generatorOf(manifest: JsonObject): string | undefined {
  const info = list(manifest.claim_generator_info)[0];
  const name = asText(info?.name);
  if (name === undefined) return asText(manifest.claim_generator);
  const version = asText(info?.version);
  return version === undefined ? name : `${name} ${version}`;
}

function signerOf(info: JsonObject | undefined): C2paSigner | undefined {
  return (
    info &&
    texts({
      issuer: info.issuer,
      commonName: info.common_name,
      algorithm: info.alg,
      serialNumber: info.cert_serial_number,
      time: info.time,
    })
  );
}

function isActions({ label }: JsonObject): boolean {
  return /^c2pa\.actions(\.v\d+)?(__\d+)?$/.test(asText(label) ?? '');
}

function actionsOf(assertion: JsonObject): C2paAction[] {
  return list(asObject(assertion.data)?.actions).flatMap((action) => {
    const name = bounded(action.action);
    const agent = action.softwareAgent;
    return name === undefined
      ? []
      : [
          {
            action: name,
            ...texts({
              when: action.when,
              softwareAgent: asText(agent) ?? asText(asObject(agent)?.name),
              digitalSourceType: action.digitalSourceType,
              description: action.description,
            }),
          },
        ];
  });
}

/** Make and model from `stds.exif` or `c2pa.metadata`, which cameras sign with the picture. */
function cameraOf(assertions: readonly JsonObject[]): C2paManifest['camera'] | undefined {
  const camera: { make?: string; model?: string } = {};
  for (const { label, data } of assertions) {
    if (!/^(stds\.exif|c2pa\.metadata|cawg\.metadata)/.test(asText(label) ?? '')) continue;
    const values = asObject(data) ?? {};
    const make = bounded(values['tiff:Make'] ?? values['exif:Make'] ?? values['EXIF:Make']);
    const model = bounded(values['tiff:Model'] ?? values['exif:Model'] ?? values['EXIF:Model']);
    if (make) camera.make ??= make;
    if (model) camera.model ??= model;
  }
  return camera.make || camera.model ? camera : undefined;
}

function list(value: Json | undefined): JsonObject[] {
  const entries = Array.isArray(value) ? value.slice(0, MAX.list) : [];
  return entries.map(asObject).filter((entry) => entry !== undefined);
}

function bounded(value: Json | undefined): string | undefined {
  const text = asText(value);
  return text === undefined ? undefined : cut(text, MAX.text);
}

/** The values that are text, cut to their bound. */
function texts<Key extends string>(values: Record<Key, Json | undefined>): Partial<Record<Key, string>> {
  const entries = Object.entries(values as Record<string, Json | undefined>);
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      const text = bounded(value);
      return text === undefined ? [] : [[key, text]];
    }),
  ) as Partial<Record<Key, string>>;
}
