import { SaxesParser, type SaxesTagNS } from 'saxes';
import { cut } from './text.js';

/** One value of an XMP packet. `name` joins nested names: 'xmpMM:History/stEvt:softwareAgent'. */
export interface XmpProperty {
  name: string;
  value: string;
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const MAX_DEPTH = 64;
const MAX_PROPERTIES = 5_000;
const MAX_VALUE = 1024 * 1024;
const MAX_FAULTS = 20;

/** The usual prefixes, so that names do not depend on the prefix a file declares. */
const PREFIXES: Readonly<Record<string, string>> = {
  'adobe:ns:meta/': 'x',
  'http://iptc.org/std/Iptc4xmpExt/2008-02-29/': 'Iptc4xmpExt',
  'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/': 'Iptc4xmpCore',
  'http://ns.adobe.com/photoshop/1.0/': 'photoshop',
  'http://ns.adobe.com/xap/1.0/': 'xmp',
  'http://ns.adobe.com/xap/1.0/mm/': 'xmpMM',
  'http://ns.adobe.com/xap/1.0/sType/ResourceEvent#': 'stEvt',
  'http://ns.adobe.com/xap/1.0/sType/ResourceRef#': 'stRef',
  'http://ns.adobe.com/xmp/note/': 'xmpNote',
  'http://ns.adobe.com/exif/1.0/': 'exif',
  'http://ns.adobe.com/tiff/1.0/': 'tiff',
  'http://ns.adobe.com/camera-raw-settings/1.0/': 'crs',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://purl.org/dc/terms/': 'dcterms',
  'http://www.tc260.org.cn/ns/AIGC/1.0/': 'TC260',
};

interface Frame {
  path: string;
  text: string;
  leaf: boolean;
}

/**
 * Flattens an XMP packet (RDF/XML, Adobe XMP part 1) to names and values. Entities declared in the packet are never
 * expanded; depth, count and length are bounded. Broken XML gives what was read up to the fault, and a warning.
 */
export function readXmp(packet: string): { properties: XmpProperty[]; warnings: string[] } {
  const properties: XmpProperty[] = [];
  const warnings: string[] = [];
  const stack: Frame[] = [];
  const parser = new SaxesParser({ xmlns: true, position: false });
  const add = (name: string, value: string): void => {
    if (properties.length >= MAX_PROPERTIES) throw new Error(`more than ${MAX_PROPERTIES} values`);
    if (name !== '' && value.trim() !== '') properties.push({ name, value: cut(value.trim(), MAX_VALUE) });
  };
  let faults = 0;
  // Small faults (an undeclared prefix, a stray ampersand) are common and do not hide the rest.
  parser.on('error', (error) => {
    if (++faults > MAX_FAULTS) throw error;
    if (faults === 1) warnings.push(`XMP is not well-formed: ${cut(error.message, 120)}.`);
  });
  parser.on('opentag', (tag) => {
    if (stack.length >= MAX_DEPTH) throw new Error(`nested deeper than ${MAX_DEPTH}`);
    const parent = stack.at(-1);
    if (parent) parent.leaf = false;
    const path = join(parent?.path ?? '', isSyntax(tag) ? '' : nameOf(tag));
    for (const attribute of Object.values(tag.attributes)) {
      if (attribute.uri === RDF && attribute.local === 'resource') add(path, attribute.value);
      else if (!/^(|xmlns|xml)$/.test(attribute.prefix) && attribute.uri !== RDF) {
        add(join(path, nameOf(attribute)), attribute.value);
      }
    }
    stack.push({ path, text: '', leaf: true });
  });
  const onText = (text: string): void => {
    const frame = stack.at(-1);
    if (frame && frame.text.length < MAX_VALUE) frame.text += text;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    const frame = stack.pop();
    if (frame?.leaf) add(frame.path, frame.text);
  });
  try {
    parser.write(stripPadding(packet)).close();
  } catch (error) {
    warnings.push(
      `XMP was read in part: ${cut(error instanceof Error ? error.message : String(error), 120)}.`,
    );
  }
  return { properties, warnings };
}

/** Elements that only structure the packet. */
function isSyntax(tag: SaxesTagNS): boolean {
  return tag.uri === RDF || tag.uri === 'adobe:ns:meta/';
}

function nameOf({ uri, prefix, local }: { uri: string; prefix: string; local: string }): string {
  const usual = PREFIXES[uri] ?? prefix;
  return usual === '' ? local : `${usual}:${local}`;
}

function join(path: string, name: string): string {
  return path === '' || name === '' ? path + name : `${path}/${name}`;
}

/** Packets end in padding, and some writers leave zero bytes or text before the first tag. */
function stripPadding(packet: string): string {
  const start = packet.indexOf('<');
  const end = packet.lastIndexOf('>');
  return start < 0 ? '' : packet.slice(start, end + 1);
}
