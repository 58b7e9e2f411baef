import { isAssayError } from '../errors.js';
import type { SkippedFile } from './sample.js';

/**
 * What is listed of a sample whose picture could not be read. Rethrows what says nothing of the picture: errors that
 * are not Assay's own, and E_INTERNAL, with which the worker that should have read it died.
 */
export function skippedFile(id: string, error: unknown): SkippedFile {
  if (!isAssayError(error) || error.code === 'E_INTERNAL') throw error;
  return { id, code: error.code, message: error.message };
}
