import type { Finding, FindingText } from './findings.js';

/** Every text of the page, in English. `zh.ts` has the same keys. */
export const en = {
  language: 'en',
  title: 'Assay',
  lead: 'Tells AI-generated and manipulated images from photographs.',
  privacy:
    'Everything runs in this browser. No picture, no result and nothing about you leaves this device: the page is forbidden to connect to anywhere but the place it came from, and works without a network once loaded.',
  privacyTitle: 'Nothing leaves this device',
  skip: 'Skip to the results',
  otherLanguage: '中文',
  views: 'What to do',
  tabJudge: 'Judge pictures',
  tabTrain: 'Train a detector',
  dropTitle: 'Drop pictures here',
  dropHint: 'or paste one, or choose files. JPEG, PNG, WebP, AVIF, GIF.',
  choose: 'Choose pictures',
  detectorTitle: 'Detector',
  detectorNone: 'No detector is loaded. Choose a detector file (.onnx) that “assay train” made.',
  detectorOwn: 'Detector of this page',
  detectorChoose: 'Use another detector (.onnx)',
  detectorLoading: 'Loading the detector',
  engineLoading: 'Loading the engine',
  preparing: 'Preparing',
  detectorSays: (name: string, megabytes: string, threads: number) =>
    `${name}, ${megabytes} MB, WebAssembly with ${threads === 1 ? 'one thread' : `${threads} threads`}`,
  detectorTrainedOn: (fake: number, real: number) => `trained on ${fake} fakes and ${real} photographs`,
  detectorFailed: 'The detector could not be loaded.',
  noPromise:
    'This detector’s thresholds carry no promise: a probability of one half divides fake from real. Calibrate it (“assay calibrate”) to get stated error rates and an honest “inconclusive”.',
  promise: (falsePositives: string, misses: string) =>
    `On the pictures that the thresholds were fitted on, photographs called fake were held to ${falsePositives}, fakes called real to ${misses}. Pictures unlike those can fare worse.`,
  judging: 'Judging',
  waiting: 'Waiting',
  verdict: {
    fake: 'Likely generated or manipulated',
    real: 'Reads as a photograph',
    inconclusive: 'Inconclusive',
  },
  verdictShort: { fake: 'fake', real: 'real', inconclusive: 'inconclusive' },
  verdictMeans: {
    fake: 'Its score is at or above the threshold for fakes. That is a reason to look closer, not proof: do not accuse anyone on a score alone.',
    real: 'Its score is at or below the threshold for photographs. A good fake of a kind that the detector has not seen can read so too.',
    inconclusive:
      'The score lies between the two thresholds: this detector cannot tell with the error rates it promises. That is an answer. Ask where the picture comes from.',
  },
  probability: 'Probability of fake, by the pixels',
  probabilityOf: (percent: string) => `${percent} fake`,
  logit: 'logit',
  why: 'Why',
  decidedByPixels: 'The pixels decide: the file makes no claim that could.',
  pixelsSay: 'By the pixels alone',
  provenanceTitle: 'What the file says about itself',
  provenanceNothing:
    'Nothing: no signature, no generator text, no camera data. Most pictures on the web have been stripped of it, so this is no evidence of anything.',
  provenanceSigned: 'Signed history (C2PA)',
  statement: {
    generated: 'generated',
    'edited-with-ai': 'edited with AI',
    captured: 'captured by a camera',
    edited: 'edited',
    none: 'nothing said',
  },
  strength: {
    'signed-trusted': 'signed, signer trusted',
    'signed-untrusted': 'signed, by anyone',
    'signed-invalid': 'signature does not hold',
    unsigned: 'unsigned text',
    inferred: 'inferred',
  },
  caveat: 'But',
  signedBy: (who: string) => `signed by ${who}`,
  nobody: 'nobody named',
  madeFrom: 'made from',
  fields: 'Fields',
  contradictions: 'Contradictions',
  statesTitle: 'Does the verdict hold?',
  statesAbout: 'Platforms re-save and shrink pictures. The same picture, judged again after each:',
  statesRun: 'Test it',
  state: { asGiven: 'as given', jpeg60: 'saved as JPEG, quality 60', half: 'at half its size' },
  stateHolds: 'holds',
  stateChanges: 'changes',
  stateColumn: 'state',
  heatTitle: 'Which regions speak for fake?',
  heatAbout:
    'Blurs the picture piece by piece, or judges it piece by piece where the detector looks at native pixels, and watches the score. Orange regions raise it, blue ones lower it. This shows what the detector looks at, not where a picture was edited.',
  heatRun: 'Show the heat map',
  heatWorking: 'Going through the picture piece by piece',
  heatOpacity: 'Strength of the heat map',
  heatAlt: (peak: string) => `Heat map over the picture; the strongest region is ${peak}.`,
  place: (row: number, column: number) =>
    [
      ['at the top left', 'at the top', 'at the top right'],
      ['at the left', 'in the middle', 'at the right'],
      ['at the bottom left', 'at the bottom', 'at the bottom right'],
    ][row]![column]!,
  warnings: 'Notes',
  tableTitle: 'All pictures',
  tableSummary: (fake: number, real: number, inconclusive: number, failed: number) =>
    `${fake} fake, ${real} real, ${inconclusive} inconclusive${failed > 0 ? `, ${failed} could not be judged` : ''}`,
  downloadCsv: 'Download as CSV',
  clear: 'Remove all',
  columnPicture: 'picture',
  columnVerdict: 'verdict',
  columnProbability: 'probability',
  columnSays: 'the file says',
  details: 'Details',
  show: (name: string) => `Details: ${name}`,
  failed: 'Could not be judged',
  offline: 'Ready to work offline',
  pasted: 'pasted picture',
  small: (size: number, squares: number) =>
    `It looks at ${squares > 1 ? `${squares} squares of ` : ''}${size} × ${size} pixels`,
  pictureAlt: (name: string) => `The picture ${name}`,
  limits:
    'A detector knows what it was trained on. On generators and cameras it has not seen, expect less. Compression, resizing and screenshots remove the traces it reads.',
  source: 'What this page is made of',
  train: {
    about:
      'Two sets of pictures in, a detector of your own out: the recipe of “assay train”, with the same audit, split and figures, in this browser. The pictures stay on this device.',
    classes: { real: 'Photographs', fake: 'Fakes' },
    dropHere: { real: 'Drop the folder of photographs here', fake: 'Drop the folder of fakes here' },
    dropBoth: 'A folder that holds “real” and “fake” can be dropped as a whole.',
    chooseFolder: { real: 'Choose the folder of photographs', fake: 'Choose the folder of fakes' },
    choosePictures: { real: 'Choose photographs', fake: 'Choose fakes' },
    given: (count: number) => (count === 1 ? '1 file' : `${count} files`),
    none: 'none yet',
    epochs: 'Epochs',
    seed: 'Seed',
    start: 'Train',
    cancel: 'Stop',
    again: 'Begin anew',
    unavailable:
      'This page was built without the network that training stands on (npm run build before npm run build:web).',
    stage: {
      files: 'Reading the pictures',
      duplicates: 'Looking for near-duplicates',
      statistics: 'Looking for what tells the classes without a look at the pixels',
      pictures: 'Looking for what tells the classes without a look at the pixels',
      backbone: 'Loading the network',
      features: 'Seeing the pictures through the network',
      judging: 'Judging the held-out pictures',
    },
    training: (epoch: number, epochs: number) => `Training: epoch ${epoch} of ${epochs}`,
    auditTitle: 'What the audit found',
    auditClean: 'Nothing that would let a detector cheat or a split leak.',
    auditFloor: (accuracy: string) =>
      `A classifier that sees no pixel, only the files’ headers, reaches ${accuracy}: read every accuracy against that.`,
    blocked:
      'A score on these pictures would mean less than it says. Mend them, or go on all the same; the findings stay beside the figures.',
    goOn: 'Train all the same',
    grades: { blocks: 'Blocks', warns: 'Warning', notes: 'Note' },
    /** What a finding says in this language; null: as the audit words it, in English. */
    finding: (finding: Finding): FindingText | null => {
      void finding;
      return null;
    },
    skipped: (count: number) => (count === 1 ? '1 file was left out' : `${count} files were left out`),
    curvesTitle: 'How it learns',
    loss: 'Loss',
    accuracy: 'Accuracy',
    onTraining: 'training',
    onHeldOut: 'held out',
    epochAxis: 'epoch',
    curveSays: (what: string, epoch: number, training: string, heldOut: string) =>
      `${what} after epoch ${epoch}: training ${training}, held out ${heldOut}.`,
    resultTitle: 'What it reaches',
    measuredOn: (real: number, fake: number, trained: number) =>
      `On ${real + fake} held-out pictures (${real} real, ${fake} fake) that no weight was trained on; ${trained} were trained on. The epoch was chosen on the held-out ones, so expect a little less on others. Brackets: 95 % intervals.`,
    figure: {
      Accuracy: 'Accuracy',
      'Balanced accuracy': 'Balanced accuracy',
      'ROC AUC': 'ROC AUC',
      'Reals called real': 'Photographs called real',
      'Fakes called fake': 'Fakes called fake',
    } as Record<string, string>,
    bestEpoch: (epoch: number) => `The weights of epoch ${epoch}, the one of least held-out loss.`,
    gridTitle: 'Held-out pictures',
    gridAbout:
      'What the detector says of pictures it was not trained on: green and ticked where it is right, red and crossed where it is wrong.',
    says: (predicted: string, share: string) => `says ${predicted} (${share} fake)`,
    is: (actual: string) => `is ${actual}`,
    download: 'Download the detector (.onnx)',
    use: 'Judge pictures with it',
    stopped: 'Stopped. Nothing was kept.',
    failed: 'The training could not go on',
  },
  done: (count: number) => `${count} pictures judged.`,
};

/** The page's texts. */
export type Texts = typeof en;
