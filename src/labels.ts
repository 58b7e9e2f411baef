/** The two classes, in the order of the published recipe: fake is index 0, real is index 1. */
export const LABELS = ['fake', 'real'] as const;

/** A class by name. Nothing outside a network's last layer may depend on the index. */
export type Label = (typeof LABELS)[number];

/** The recipe's index of a label (fake 0, real 1). */
export function labelIndex(label: Label): 0 | 1 {
  return label === 'fake' ? 0 : 1;
}
