import {
  architectureTrunk,
  type Backbone,
  backboneTrunk,
  resolveBackbone,
  type Trunk,
} from '../model/index.js';
import type { TrainConfig } from './config.js';
import type { ViewRecipe } from './pipeline/view.js';

/**
 * What the head of a config stands on: a frozen backbone, whose features are computed once; or a network that
 * trains from pixels, and what stands in its place for the epochs that train the head alone.
 */
export type Base =
  | { kind: 'features'; backbone: Backbone }
  | { kind: 'pixels'; trunk: Trunk; frozen: Trunk | null; view: ViewRecipe };

/** The base of a config, at its view. Throws E_BACKBONE_*, E_ARGUMENT. */
export async function openBase(config: TrainConfig): Promise<Base> {
  const { architecture, fineTune, size, scale, unfreezeAt } = config;
  const view: ViewRecipe = {
    size,
    kind: config.view,
    part: config.part,
    flip: config.flip,
    equalise: false,
  };
  if (architecture !== null) {
    return { kind: 'pixels', trunk: architectureTrunk(architecture, { size, scale }), frozen: null, view };
  }
  const backbone = await resolveBackbone(config.backbone, { ...config.backboneInput, size, scale });
  if (fineTune === null) return { kind: 'features', backbone };
  const frozen = unfreezeAt > 0 ? backboneTrunk(backbone, null) : null;
  return { kind: 'pixels', trunk: backboneTrunk(backbone, fineTune), frozen, view };
}
