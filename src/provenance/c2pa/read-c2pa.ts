import type { ContainerFormat } from '../containers/container.js';
import { parseObject } from '../generators/json.js';
import { cut } from '../metadata/text.js';
import { readManifestStore, type ReaderAnswer } from './reader.js';
import { fetchManifest } from './remote.js';
import type { C2paResult } from './result.js';
import { stateOf } from './state.js';
import { statusesOf, summariseStore } from './summarise.js';
import type { TrustList } from './trust.js';

/** How manifests are read. */
export interface C2paOptions {
  /** Signers to trust; without it no signature can be more than `valid`. */
  trust?: TrustList;
  /** Fetch a remote manifest where the file has no other. Default false: nothing leaves this machine. */
  online?: boolean;
  /** Longest time for one file, in milliseconds. Default 20,000. */
  timeout?: number;
}

const MEDIA_TYPES: Readonly<Record<ContainerFormat, string | undefined>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  tiff: 'image/tiff',
  dng: 'image/x-adobe-dng',
  avif: 'image/avif',
  heic: 'image/heic',
  jxl: 'image/jxl',
  unknown: undefined,
};
/**
 * Certificate purposes (extended key usages) that a signer may have: C2PA's own, and those of the interim trust model
 * under which most pictures before 2026 were signed (document signing, e-mail protection, Microsoft's).
 */
const SIGNER_PURPOSES = [
  '1.3.6.1.4.1.62558.2.1',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.4.1.311.76.59.1.9',
];
/** The reader hashes the whole file in its own memory. */
const MAX_FILE = 512 * 1024 * 1024;

/**
 * Reads and validates the C2PA manifest of a file. Call it only where the container has a place for one
 * (`readContainer`, segments that hold 'c2pa') or XMP names a remote one. Never throws.
 */
export async function readC2pa(
  bytes: Uint8Array,
  format: ContainerFormat,
  remoteUrl: string | undefined,
  { trust, online = false, timeout = 20_000 }: C2paOptions = {},
): Promise<C2paResult> {
  const mediaType = MEDIA_TYPES[format];
  if (mediaType === undefined) return unreadable('No C2PA reader for this format.');
  if (bytes.length > MAX_FILE)
    return unreadable(`The file has ${bytes.length} bytes; at most ${MAX_FILE} are hashed.`);
  const answer = await readManifestStore({
    format: mediaType,
    bytes,
    settings: settingsFor(trust, online),
    timeout,
    ...(online && { fetch: (url) => fetchOnly(url, remoteUrl) }),
  });
  return 'json' in answer ? fromStore(answer.json, remoteUrl) : fromError(answer, remoteUrl);
}

/** What is known of a file that only names a remote manifest, without asking the reader. */
export function remoteOnly(remoteUrl: string, error?: string): C2paResult {
  return {
    state: 'remote-only',
    reason: error
      ? 'The manifest is kept elsewhere and could not be fetched.'
      : 'The manifest is kept elsewhere, and nothing was fetched: Assay works offline unless told otherwise.',
    statuses: [],
    manifests: 0,
    remoteUrl: cut(remoteUrl, 500),
    ...(error !== undefined && { error: cut(error, 300) }),
  };
}

function settingsFor(trust: TrustList | undefined, online: boolean): string {
  return JSON.stringify({
    verify: { remote_manifest_fetch: online, ocsp_fetch: false },
    core: {
      allow_redirects: false,
      max_decompressed_manifest_size_in_mb: 16,
      // CAWG identities are listed, not resolved: who the author is says nothing of how a picture came about, and
      // an identity that is not trusted must not lower the standing of a signer that is.
      decode_identity_assertions: false,
    },
    trust: {
      trust_config: SIGNER_PURPOSES.join('\n'),
      ...(trust?.anchors && { user_anchors: trust.anchors }),
      ...(trust?.signers && { allowed_list: trust.signers }),
    },
  });
}

/** The one address that the file's own XMP names, and no other that a manifest may ask for. */
async function fetchOnly(url: string, remoteUrl: string | undefined): Promise<Uint8Array> {
  if (remoteUrl === undefined || new URL(url).href !== new URL(remoteUrl).href) throw new Error('refused');
  return fetchManifest(url);
}

function fromStore(json: string, remoteUrl: string | undefined): C2paResult {
  const store = parseObject(json, Infinity);
  if (!store) return unreadable('The reader gave no JSON object.');
  const statuses = statusesOf(store);
  const validationState = typeof store.validation_state === 'string' ? store.validation_state : undefined;
  const { active, manifests } = summariseStore(store);
  return {
    ...stateOf(validationState, statuses),
    ...(validationState !== undefined && { validationState }),
    statuses,
    ...(active && { activeManifest: active }),
    manifests,
    ...(remoteUrl !== undefined && { remoteUrl: cut(remoteUrl, 500) }),
  };
}

function fromError(
  { error }: Extract<ReaderAnswer, { error: string }>,
  remoteUrl: string | undefined,
): C2paResult {
  const isRemote = /RemoteManifest/.test(error);
  return isRemote && remoteUrl !== undefined ? remoteOnly(remoteUrl, error) : unreadable(error);
}

function unreadable(error: string): C2paResult {
  return {
    state: 'unreadable',
    reason: 'There is a manifest, but it cannot be read.',
    statuses: [],
    manifests: 0,
    error: cut(error, 300),
  };
}
