/**
 * Where a manifest stands. `trusted`: the signature holds and leads to the trust list given. `valid`: it holds, but its
 * signer is on no list that was given. `expired`: it holds, but the certificate had run out and no trusted time stamp
 * says that it was signed before. `tampered`: the picture or the manifest is not what was signed. `invalid`: it breaks
 * another rule. `unreadable`: a manifest is there that cannot be read. `remote-only`: only an address of one is there.
 */
export type C2paState =
  'trusted' | 'valid' | 'expired' | 'tampered' | 'invalid' | 'unreadable' | 'remote-only';

/** One status code of the validation, as the C2PA specification names it. */
export interface C2paStatus {
  code: string;
  kind: 'success' | 'informational' | 'failure';
  /** The part of the store it speaks of. */
  url?: string;
  explanation?: string;
}

/** One action in a manifest. */
export interface C2paAction {
  action: string;
  when?: string;
  softwareAgent?: string;
  digitalSourceType?: string;
  description?: string;
}

/** Who signed, as the certificate says. */
export interface C2paSigner {
  issuer?: string;
  commonName?: string;
  algorithm?: string;
  serialNumber?: string;
  /** ISO 8601, from the time stamp; absent where there is none. */
  time?: string;
}

/** A picture that another was made from. */
export interface C2paIngredient {
  title?: string;
  format?: string;
  /** 'parentOf' (it was edited), 'componentOf' (it was placed in), 'inputTo' (it was given to a generator). */
  relationship?: string;
  /** Failure codes recorded for it, when it was taken in or now. */
  failures: string[];
  manifest?: C2paManifest;
}

/** One manifest: what one signer says of one version of the picture. */
export interface C2paManifest {
  label: string;
  title?: string;
  format?: string;
  /** Name and version of the program that made the claim. */
  generator?: string;
  claimVersion?: number;
  signer?: C2paSigner;
  actions: C2paAction[];
  /** Labels of all assertions. */
  assertions: string[];
  /** Camera make and model from a signed EXIF assertion. */
  camera?: { make?: string; model?: string };
  ingredients: C2paIngredient[];
}

/** What the C2PA reader found. Plain JSON, all lists and texts bounded. */
export interface C2paResult {
  state: C2paState;
  /** One sentence on why. */
  reason: string;
  /** The reader's own word: 'Trusted', 'Valid', 'Invalid'. */
  validationState?: string;
  statuses: C2paStatus[];
  activeManifest?: C2paManifest;
  /** Manifests in the store. */
  manifests: number;
  /** The address of a remote manifest. */
  remoteUrl?: string;
  /** The reader's message where it could not read. */
  error?: string;
}
