/**
 * Every error code Assay can raise, each with one line on its cause, by the room that raises it.
 * `docs/errors.md` explains them at length; a test holds the two lists equal.
 */
export const ERROR_CODES = {
  // everywhere
  E_ARGUMENT: 'an option or argument has a value outside what it accepts',
  E_FILE_NOT_FOUND: 'a named file or folder does not exist',
  E_FILE_READ: 'a file exists but could not be read',
  E_FILE_WRITE: 'a file could not be written (disk full, no permission)',
  E_INTERNAL: 'a fault of Assay itself: please report it',

  // image
  E_IMAGE_CORRUPT: 'the bytes of a picture are damaged or cut short',
  E_IMAGE_EMPTY: 'a picture file holds no bytes',
  E_IMAGE_TIMEOUT: 'decoding a picture took longer than its time limit',
  E_IMAGE_TOO_LARGE: 'a picture has more bytes or pixels than the limits allow',
  E_IMAGE_UNSUPPORTED: 'the content is not JPEG, PNG, WebP, AVIF, GIF or TIFF',

  // provenance
  E_REMOTE_MANIFEST: 'a remote C2PA manifest could not be fetched safely',
  E_TRUST_LIST: 'a C2PA trust list holds no readable certificates',

  // dataset
  E_CSV_COLUMN: 'a CSV lacks a column that is needed',
  E_CSV_LABEL: 'a CSV holds a label other than real or fake, or both for one file',
  E_CSV_PARSE: 'a CSV is not well-formed',
  E_CSV_PATH: 'a CSV names a file outside its own folder',
  E_DATASET_DUPLICATE_COPY:
    'a file is a byte-for-byte copy, under the same name and label, of one already read',
  E_DATASET_EMPTY: 'a data set holds no picture',
  E_DATASET_HIDDEN: 'a hidden file or folder was passed over',
  E_DATASET_LAYOUT: 'no folders named for the two classes were found, or several for one class',
  E_DATASET_LINK: 'a symbolic link was not followed',
  E_DATASET_NAME: 'a file name cannot be read as UTF-8',
  E_DATASET_NOT_FOUND: 'the folder or CSV of a data set does not exist',
  E_DATASET_NOT_IMAGE: 'a file in a data set is not a picture',
  E_DATASET_ONE_CLASS: 'a data set holds pictures of one class only',
  E_DATASET_OUTSIDE: 'a file lies outside the class folders',
  E_DATASET_TOO_LARGE: 'a data set has more files, or deeper folders, than the limits allow',
  E_DATASET_TOO_SMALL: 'a data set holds fewer than two pictures of a class',
  E_SPLIT_CLASS: 'a part of a split would lack one of the classes',
  E_SPLIT_COLUMN: 'a split file lacks a column that is needed',
  E_SPLIT_FOLDS: 'more folds were asked for than there are groups to deal',
  E_SPLIT_GROUP: 'a group straddles the parts of a split',
  E_SPLIT_LABEL: 'a split file and the data set disagree on a label',
  E_SPLIT_MISSING: 'a split does not name every sample of the data set',
  E_SPLIT_PART: 'a split names a part other than train, validation, test or none',
  E_SPLIT_UNKNOWN: 'a split names samples that the data set does not hold',

  // graph
  E_GRAPH_INVALID:
    'a graph is put together wrongly: a name taken twice, a value of another graph, a missing input',
  E_GRAPH_NOT_DIFFERENTIABLE: 'a gradient was asked for through an operator that has none here',
  E_GRAPH_SHAPE: 'shapes or types that an operator cannot take together',
  E_ONNX_INVALID: 'bytes that are not a well-formed ONNX model',
  E_ONNX_UNSUPPORTED: 'an ONNX model that uses something this reader or importer does not take',

  // model
  E_BACKBONE_INPUT: 'a backbone cannot take a batch of colour pictures of the wanted size',
  E_BACKBONE_LAYER: 'a backbone has no layer of the name to train from',
  E_BACKBONE_OPSET: 'a backbone is written for an ONNX operator set outside 13 to 22',
  E_BACKBONE_OUTPUT: 'a backbone gives no output that can serve as features, or not the one named',
  E_BACKBONE_SOURCE: 'the npm package that a backbone is built from is missing or not as expected',
  E_BACKBONE_UNKNOWN: 'a backbone is neither the name of a built one nor an .onnx file',
  E_DETECTOR_INVALID: 'a file is not an Assay detector',

  // runtime
  E_RUNTIME_GRAPHICS: 'no graphics processor can be used',
  E_RUNTIME_INPUT: 'a tensor given to a model is missing, unknown, or of another type or shape',
  E_RUNTIME_MEMORY: 'a training step would need more memory than the machine has',
  E_RUNTIME_MISSING: 'the engine onnxruntime could not be loaded',
  E_RUNTIME_MODEL: 'the engine does not accept a model',
  E_RUNTIME_RUN: 'the engine failed while running a model',

  // train
  E_AUDIT_BLOCKED: 'the audit found something that blocks training, and it was not accepted',
  E_CHECKPOINT_INVALID: 'a checkpoint is damaged or not one of Assay',
  E_RESUME_CHANGED: 'the data or settings of a run to be resumed are not those it began with',
  E_RUN_EXISTS: 'a run folder is already in use',
  E_RUN_NOT_FOUND: 'a folder named as a run holds none',
  E_TRAIN_DIVERGED: 'the loss became infinite or not a number',

  // evaluate
  E_COMPARE_MISMATCH: 'detectors to be compared were not scored on the same samples',
  E_ONE_CLASS: 'a fit needs samples of both classes and found one',
  E_SCORES: 'scores and labels do not fit together, or a score is not a finite number in its range',

  // detect
  E_DETECTOR_UNKNOWN: 'a detector is neither the name of a built-in one nor a file',
  E_TRAINING_PICTURES: 'a calibration would be fitted on pictures that the detector was trained on',

  // report
  E_HISTORY_FORMAT: 'a history.csv lacks a column or holds something that is not a number',

  // scan
  E_SCAN_RESUME: 'a file to go on with holds something else than verdicts',
  E_SCAN_WORKER: 'the process that judged a file died of it or hung',

  // server
  E_HTTP_AUTH: 'a request shows no API key that is known',
  E_HTTP_BODY: 'the body of a request is not what its content type says, or holds no picture',
  E_HTTP_BUSY: 'the service has as much work or memory in hand as it takes',
  E_HTTP_CLOSING: 'the service is shutting down, or cannot judge any more',
  E_HTTP_CONNECT: 'a client could not reach the service, or its answer is not one of Assay',
  E_HTTP_LISTEN: 'the service cannot listen at the address it was given',
  E_HTTP_METHOD: 'a path does not take the method of a request',
  E_HTTP_NOT_FOUND: 'there is nothing at the path of a request',
  E_HTTP_ORIGIN: 'a request comes from a page of another origin, or under a name the service is not known by',
  E_HTTP_RATE: 'a client sent more requests a minute than it may',
  E_HTTP_REQUEST: 'a request is not well-formed HTTP',
  E_HTTP_TIMEOUT: 'a request did not arrive within its time',
  E_HTTP_TOO_LARGE: 'a request has more bytes, files or fields than the limits allow',
  E_HTTP_TYPE: 'the content type of a request is not one that the path takes',
  E_KEYS_FILE: 'a line of a key file is not a name and a hash',
  E_URL_FETCH: 'a picture could not be fetched from its address',
  E_URL_OFF: 'pictures are not fetched from addresses: the service was not started to',
  E_URL_REFUSED: 'the address of a picture is not a public http or https one',
} as const;

/** A stable, documented error code. */
export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * The one error type that Assay throws on purpose: `code` is stable, `message` says what was found,
 * what was expected and what to do.
 */
export class AssayError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'AssayError';
    this.code = code;
  }
}

/** True for errors that Assay raised on purpose, whose message is fit for a user. */
export function isAssayError(error: unknown): error is AssayError {
  return error instanceof AssayError;
}
