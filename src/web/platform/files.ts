import { AssayError } from '../../errors.js';

/** There are no files by path in a browser: what Assay asks of `node:fs` is refused there. */
function refuse(): never {
  throw new AssayError('E_FILE_READ', 'A browser opens no files by path; give the bytes instead.');
}

export {
  refuse as createReadStream,
  refuse as mkdir,
  refuse as open,
  refuse as readFile,
  refuse as rename,
  refuse as rm,
  refuse as stat,
};
