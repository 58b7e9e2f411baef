import type { TextField } from '../metadata/metadata.js';
import { readA1111 } from './a1111.js';
import { readComfyUi } from './comfyui.js';
import type { GeneratorFinding, GeneratorReader } from './finding.js';
import { readInvokeAi } from './invokeai.js';
import { asText, parseObject } from './json.js';
import { readJsonTools } from './json-tools.js';
import { readNovelAi } from './novelai.js';
import { readAigcLabel, readCivitaiJob, readGrok, readHuggingFaceJob, readMidjourney } from './services.js';

/** More than one tool can have had a hand in a file; each is looked for once, the more specific first. */
const READERS: readonly GeneratorReader[] = [
  readNovelAi,
  readInvokeAi,
  readAigcLabel,
  readJsonTools,
  readComfyUi,
  readA1111,
  readMidjourney,
  readGrok,
  readCivitaiJob,
  readHuggingFaceJob,
];

const MAX_FIELDS = 500;

/** What the generators' own texts say, one finding per tool. Pure; bounded by the bounds on metadata. */
export function readGeneratorText(fields: readonly TextField[]): GeneratorFinding[] {
  let rest: readonly TextField[] = fields.slice(0, MAX_FIELDS).flatMap(expand);
  const findings: GeneratorFinding[] = [];
  for (const reader of READERS) {
    const finding = reader(rest);
    if (!finding) continue;
    findings.push(finding);
    rest = rest.filter((field) => !finding.used.includes(field));
  }
  return findings;
}

/** Some writers pack all PNG chunks into one JSON object (NovelAI in WebP and in stealth text): take it apart. */
function expand(field: TextField): TextField[] {
  if (!/"(Software|Comment|parameters)"/.test(field.value.slice(0, 65_536))) return [field];
  const object = parseObject(field.value);
  if (!object || !('Comment' in object || 'parameters' in object)) return [field];
  const inner = Object.entries(object)
    .slice(0, 20)
    .flatMap(([keyword, value]) => {
      const text = asText(value);
      return text === undefined ? [] : [{ where: field.where, keyword, value: text }];
    });
  return [field, ...inner];
}
