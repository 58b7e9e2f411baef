import type { TextField } from '../metadata/metadata.js';

/** An XMP packet with the given properties as attributes, under their usual prefixes. */
export function xmpPacket(properties: Record<string, string>, inner = ''): string {
  const escape = (text: string): string =>
    text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  const attributes = Object.entries(properties).map(([name, value]) => `${name}="${escape(value)}"`);
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" ${attributes.join(' ')}>${inner}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

/** EXIF tags of a camera, for `tiffStructure`. */
export const CAMERA = {
  271: 'Canon',
  272: 'Canon EOS REBEL T3',
  exif: {
    33434: { rational: [[1, 60]] as [number, number][] },
    33437: { rational: [[56, 10]] as [number, number][] },
    34855: [800],
    36867: '2011:07:30 15:41:25',
    37386: { rational: [[49, 1]] as [number, number][] },
    42036: 'EF-S18-55mm f/3.5-5.6 IS II',
  },
};

export const TRAINED = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
export const CAPTURE = 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture';

/** What Stable Diffusion WebUI writes. */
export const INFOTEXT =
  'photo of a duck, <lora:feather:0.8>\nNegative prompt: monochrome\nSteps: 15, Sampler: UniPC, CFG scale: 5, Seed: 235284042, Size: 512x400, Model hash: c0d1994c73, Model: realistic';

/** A graph of ComfyUI: model, LoRA, seed and prompt stand behind links. */
export const COMFYUI_GRAPH = {
  3: {
    class_type: 'KSampler',
    inputs: {
      seed: ['9', 0],
      steps: 20,
      cfg: 8,
      sampler_name: 'dpmpp_2m',
      scheduler: 'normal',
      denoise: 0.87,
      model: ['10', 0],
      positive: ['6', 0],
      negative: ['7', 0],
    },
  },
  6: { class_type: 'CLIPTextEncode', inputs: { text: ['8', 0], clip: ['10', 1] } },
  7: { class_type: 'CLIPTextEncode', inputs: { text: 'bad hands', clip: ['10', 1] } },
  8: { class_type: 'PrimitiveString', inputs: { value: 'a duck' } },
  9: { class_type: 'Seed', inputs: { seed: 42 } },
  10: { class_type: 'LoraLoader', inputs: { lora_name: 'feather.safetensors', model: ['4', 0] } },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd15.ckpt' } },
};

/** A text chunk of a PNG; what is no text is written as JSON. */
export function textChunk(keyword: string, value: unknown): TextField {
  return { where: 'tEXt', keyword, value: typeof value === 'string' ? value : JSON.stringify(value) };
}
