/** A kind of mark that Assay reads. `docs/provenance.md` lists the same table for readers; a test holds the two equal. */
export interface Mark {
  /** Where it stands and what it says. */
  says: string;
  /** What would forge or strip it. */
  caveat: string;
  /** Who defines it. */
  reference: string;
}

const TEXT_CAVEAT =
  'Plain text that anyone can write into any file; lost by most re-saving, screenshots and social networks.';
const PATTERN_CAVEAT =
  'A pattern that states nothing itself; easily copied into another file, and lost by re-saving.';

/** Every mark by the `source` of its claims. */
export const MARKS = {
  c2pa: {
    says: 'A signed C2PA manifest: who signed, what was done, from what source',
    caveat:
      'The signature cannot be forged without the signer’s key, but it says only what the signer chose to say; re-saving without C2PA support strips it.',
    reference: 'C2PA Technical Specification 2.x',
  },
  'c2pa-ingredient': {
    says: 'A manifest of a picture that this one was made from',
    caveat:
      'Carried inside the signed manifest; it speaks of an earlier picture, not of what was done to it since.',
    reference: 'C2PA Technical Specification 2.x, ingredients',
  },
  'c2pa-remote': {
    says: 'The address of a manifest kept elsewhere (XMP dcterms:provenance)',
    caveat: 'An address is no evidence: whatever it leads to was not read.',
    reference: 'C2PA Technical Specification 2.x, external manifests',
  },
  'iptc-digital-source-type': {
    says: 'XMP Iptc4xmpExt:DigitalSourceType: from what kind of source the picture came',
    caveat: TEXT_CAVEAT,
    reference: 'IPTC NewsCodes “Digital Source Type”; IPTC Photo Metadata 2025.1',
  },
  'iptc-credit': {
    says: 'Credit line of an AI service (photoshop:Credit, IPTC 2:110), such as “Made with Google AI”',
    caveat: TEXT_CAVEAT,
    reference: 'IPTC Photo Metadata 2025.1, Credit Line',
  },
  'iptc-ai-system': {
    says: 'XMP Iptc4xmpExt:AISystemUsed and AIPromptInformation',
    caveat: TEXT_CAVEAT,
    reference: 'IPTC Photo Metadata 2025.1',
  },
  'tc260-aigc': {
    says: 'The label that China requires of generated media (XMP TC260:AIGC, PNG chunk AIGC)',
    caveat: TEXT_CAVEAT,
    reference: 'GB 45438-2025',
  },
  software: {
    says: 'The program named by EXIF Software, PNG Software, XMP xmp:CreatorTool or IPTC 2:65',
    caveat: TEXT_CAVEAT,
    reference: 'EXIF 3.0; Adobe XMP part 1; ISO/IEC 15948',
  },
  'edit-history': {
    says: 'Editors and steps in xmpMM:History, and Camera Raw settings (crs:)',
    caveat: TEXT_CAVEAT,
    reference: 'Adobe XMP part 2',
  },
  'exif-camera': {
    says: 'EXIF camera make, model, lens and exposure',
    caveat:
      'Plain text that anyone can write into any file, a generated one too; most sharing services strip it.',
    reference: 'EXIF 3.0 (CIPA DC-008)',
  },
  'a1111-parameters': {
    says: '“Steps: …, Sampler: …” text of Stable Diffusion WebUI, Forge, SD.Next, Civitai (PNG `parameters`, EXIF UserComment, comments)',
    caveat: TEXT_CAVEAT,
    reference: 'AUTOMATIC1111/stable-diffusion-webui, modules/infotext_utils.py',
  },
  'stealth-pnginfo': {
    says: 'Generation text hidden in the lowest bits of alpha or colour',
    caveat: 'Anyone can write it; any change to the pixels destroys it, stripping the metadata does not.',
    reference: 'sd_webui_stealth_pnginfo; NovelAI image metadata',
  },
  comfyui: {
    says: 'ComfyUI graph: PNG `prompt` and `workflow`, or behind “Prompt:” and “Workflow:” in EXIF Make, Model or ImageDescription',
    caveat: TEXT_CAVEAT,
    reference: 'ComfyUI, nodes.py (SaveImage)',
  },
  invokeai: {
    says: 'InvokeAI: PNG `invokeai_metadata` (3 and later), `sd-metadata` (2), `Dream` (1)',
    caveat: TEXT_CAVEAT,
    reference: 'invoke-ai/InvokeAI',
  },
  novelai: {
    says: 'NovelAI: PNG Software, Source, Description, Comment',
    caveat: TEXT_CAVEAT,
    reference: 'NovelAI image metadata',
  },
  fooocus: {
    says: 'Fooocus: JSON in PNG `parameters` with `fooocus_scheme`',
    caveat: TEXT_CAVEAT,
    reference: 'lllyasviel/Fooocus',
  },
  'ruined-fooocus': {
    says: 'RuinedFooocus: JSON in PNG `parameters` with its name',
    caveat: TEXT_CAVEAT,
    reference: 'runew0lf/RuinedFooocus',
  },
  swarmui: {
    says: 'SwarmUI: JSON `sui_image_params` in PNG `parameters` or EXIF UserComment',
    caveat: TEXT_CAVEAT,
    reference: 'mcmonkeyprojects/SwarmUI, docs “Image Metadata Format”',
  },
  'stability-matrix': {
    says: 'Stability Matrix: PNG `parameters-json`, `smproj`',
    caveat: TEXT_CAVEAT,
    reference: 'LykosAI/StabilityMatrix',
  },
  tensorart: {
    says: 'TensorArt: JSON in PNG `generation_data`',
    caveat: TEXT_CAVEAT,
    reference: 'TensorArt downloads',
  },
  'draw-things': {
    says: 'Draw Things: JSON in EXIF or XMP UserComment',
    caveat: TEXT_CAVEAT,
    reference: 'Draw Things app',
  },
  'easy-diffusion': {
    says: 'Easy Diffusion: JSON with use_stable_diffusion_model',
    caveat: TEXT_CAVEAT,
    reference: 'easydiffusion/easydiffusion',
  },
  'diffusion-json': {
    says: 'JSON with a prompt and the settings of a diffusion sampler (Hugging Face Spaces and others)',
    caveat: TEXT_CAVEAT,
    reference: 'Hugging Face diffusers, pipeline arguments',
  },
  midjourney: {
    says: 'Midjourney: Description with “Job ID:”',
    caveat: TEXT_CAVEAT,
    reference: 'Midjourney downloads',
  },
  'xai-grok': {
    says: 'xAI Grok: EXIF ImageDescription “Signature: …” with a UUID as Artist',
    caveat: PATTERN_CAVEAT,
    reference: 'Grok downloads; the signature’s key is not public',
  },
  'civitai-job': {
    says: 'Civitai’s generator: EXIF Artist “ai” with a UUID as Software',
    caveat: PATTERN_CAVEAT,
    reference: 'Civitai downloads',
  },
  'huggingface-job': {
    says: 'Hugging Face jobs: PNG `hf-job-id`',
    caveat: PATTERN_CAVEAT,
    reference: 'Hugging Face downloads',
  },
} as const satisfies Record<string, Mark>;

export type MarkName = keyof typeof MARKS;
