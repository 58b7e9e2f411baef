import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Part } from '../dataset/sample.js';

/** An attribute read off paths: `difficulty=(easy|mid|hard)_`. */
export interface AttributeArgument {
  name: string;
  pattern: string;
}

/** What the commands that judge on a labelled data set know of it. */
export interface DataArguments {
  real?: string;
  fake?: string;
  fileColumn?: string;
  labelColumn?: string;
  allowOutside?: boolean;
  split?: string;
  part?: Part;
  groupBy?: string[];
  attribute?: AttributeArgument[];
}

/** The text for the argument DATA. */
export const DATA_ARGUMENT = 'folder that holds real/ and fake/, or a CSV of file,label';

/** Adds the options that name a labelled data set and a part of it. */
export function addDataOptions(command: Command): Command {
  addNamingOptions(command)
    .option('--split <file|run>', 'take one part of this split only: a split.csv, or the folder of a run')
    .addOption(
      new Option(
        '--part <name>',
        'the part (default: test where the split has one, else validation)',
      ).choices(['train', 'validation', 'test']),
    );
  return addGroupingOptions(command, 'pictures alike in this are one case in all intervals; may be repeated');
}

/** Adds the options that name a labelled data set. */
export function addNamingOptions(command: Command): Command {
  return command
    .optionsGroup('Pictures:')
    .option('--real <dir>', 'folder of photographs, in place of DATA')
    .option('--fake <dir>', 'folder of fakes, in place of DATA')
    .option('--file-column <name>', 'column of the CSV that names the files (default: file)')
    .option('--label-column <name>', 'column of the CSV that says real or fake (default: label)')
    .option('--allow-outside', 'let a CSV name files outside its own folder');
}

/** Adds the options that say which pictures belong together, and what else is known of them. */
export function addGroupingOptions(command: Command, groupBy: string): Command {
  return command
    .option('--group-by <column|pattern>', groupBy, (text: string, before: string[] = []) => [
      ...before,
      text,
    ])
    .option(
      '--attribute <name=pattern>',
      'read an attribute off the paths by a regular expression; may be repeated',
      (text: string, before: AttributeArgument[] = []) => [...before, attribute(text)],
    );
}

function attribute(text: string): AttributeArgument {
  const at = text.indexOf('=');
  const [name, pattern] = [text.slice(0, Math.max(0, at)).trim(), text.slice(at + 1)];
  if (at > 0 && name !== '' && pattern !== '') return { name, pattern };
  throw new InvalidArgumentError(
    `Found "${text}"; expected a name and a pattern, such as "difficulty=(easy|mid|hard)_".`,
  );
}
