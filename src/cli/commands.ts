import type { Command } from 'commander';
import { createAuditCommand } from './audit.js';
import { createCalibrateCommand } from './calibrate.js';
import { createCompareCommand } from './compare.js';
import { createCrossValidateCommand } from './cross-validate.js';
import { createEvaluateCommand } from './evaluate.js';
import { createGalleryCommand } from './gallery.js';
import { createInspectCommand } from './inspect.js';
import { createKeyCommand } from './key.js';
import { createModelsCommand } from './models.js';
import { createPredictCommand } from './predict.js';
import { createScanCommand } from './scan.js';
import { createServeCommand } from './serve.js';
import { createSummaryCommand } from './summary.js';
import { createTrainCommand } from './train.js';

/** Called by a command that ends in another exit code than 0. */
export type SetExit = (code: number) => void;

/** Every command, in the order of the data's journey. */
export function createCommands(setExit: SetExit): Command[] {
  return [
    createScanCommand(setExit),
    createModelsCommand(),
    createGalleryCommand(setExit),
    createAuditCommand(setExit),
    createTrainCommand(setExit),
    createCrossValidateCommand(setExit),
    createPredictCommand(setExit),
    createEvaluateCommand(setExit),
    createCalibrateCommand(setExit),
    createCompareCommand(setExit),
    createSummaryCommand(),
    createInspectCommand(setExit),
    createServeCommand(setExit),
    createKeyCommand(),
  ];
}
