// Figures of bench/accuracy.mjs as Markdown tables, ready for a model card.

/** Tables over all rows, by generator and by source of photographs. */
export function formatTables({ tiers, bySource, missing, skipped }) {
  const lines = [];
  const table = (header, rows) => {
    lines.push(`| ${header.join(' | ')} |`, `| ${header.map(() => '---').join(' | ')} |`);
    for (const row of rows) lines.push(`| ${row.join(' | ')} |`);
    lines.push('');
  };
  const { counts } = tiers[0];
  lines.push(
    `${counts.fake} generated pictures and ${counts.real} photographs of ${bySource.length} generators and sources left out of training; ${counts.groups} independent groups. In brackets: 95 % group bootstrap; in the second row of it whole generators and sources are drawn, which is what to expect of ones not seen yet.`,
    '',
  );
  const figures = [
    ['balanced accuracy at ½', (t) => percent(t.balancedAtHalf)],
    ['the same, over generators and sources', (t) => percent(t.overSources)],
    ['photographs right at ½', (t) => percent(t.realsRightAtHalf)],
    ['area under ROC', (t) => percent(t.rocAuc)],
    ['verdicts: photographs called fake', (t) => percent(t.realsCalledFake)],
    ['verdicts: generated called real', (t) => percent(t.fakesCalledReal)],
    ['verdicts: generated called fake', (t) => percent(t.fakesCalledFake)],
    ['verdicts: inconclusive', (t) => percent(t.inconclusive)],
    ['balanced accuracy where decided', (t) => percent(t.balancedWhereDecided)],
    ['calibration error (ECE)', (t) => plain(t.expectedCalibrationError)],
    ['verdicts that flip against as given', (t) => (t.flips ? percent(t.flips) : '–')],
  ];
  table(
    ['%', ...tiers.map(titleOf)],
    figures.map(([name, value]) => [name, ...tiers.map(value)]),
  );
  for (const [label, title] of [
    ['fake', 'generator'],
    ['real', 'photographs'],
  ]) {
    const rows = bySource.filter((row) => row.label === label);
    if (rows.length === 0) continue;
    lines.push(
      `Share right at ½ in each tier${label === 'fake' ? '; called real by verdict' : '; called fake by verdict'}:`,
      '',
    );
    table(
      [title, 'pictures', ...tiers.map(titleOf), 'wrong verdict, as given'],
      rows.map((row) => [
        row.rule ? `${row.name} (${row.rule})` : row.name,
        row.pictures,
        ...row.tiers.map((tier) => percent(tier.rightAtHalf)),
        percent(row.tiers[0].wrongVerdict),
      ]),
    );
  }
  if (missing.length > 0) lines.push(`Not in this corpus: ${missing.join(', ')}.`, '');
  if (skipped.length > 0) lines.push(`${skipped.length} states could not be judged.`, '');
  return lines.join('\n');
}

function titleOf({ tier }) {
  return { web: '768 px, q60', hard: '512 px, q40' }[tier] ?? tier;
}

function percent(estimate) {
  return show(estimate, (value) => (100 * value).toFixed(1));
}

function plain(estimate) {
  return show(estimate, (value) => value.toFixed(3));
}

function show({ value, low, high }, format) {
  if (value === null) return '–';
  return low === null ? format(value) : `${format(value)} (${format(low)}–${format(high)})`;
}
