import type { Container, ContainerFormat, MetadataBlock, MetadataKind, Walk } from './container.js';
import { LIMITS } from './limits.js';

/** Gathers a walk within `LIMITS`; what is left out is said once in the warnings. */
export interface Collector extends Walk {
  /** Lists a segment; false once the bound is reached, which ends the walk. */
  segment(kind: string, offset: number, length: number, holds?: MetadataKind): boolean;
  block(block: MetadataBlock): void;
  warn(message: string): void;
}

export function createCollector(format: ContainerFormat): Collector {
  const container: Container = { format, segments: [], warnings: [] };
  const blocks: MetadataBlock[] = [];
  const warn = (message: string): void => {
    if (container.warnings.length < 50 && !container.warnings.includes(message)) {
      container.warnings.push(message);
    }
  };
  return {
    container,
    blocks,
    warn,
    segment(kind, offset, length, holds) {
      if (container.segments.length >= LIMITS.segments) {
        warn(`More than ${LIMITS.segments} segments; the rest was not read.`);
        return false;
      }
      container.segments.push({ kind, offset, length, ...(holds && { holds }) });
      return true;
    },
    block(block) {
      if (blocks.length >= LIMITS.blocks) {
        warn(`More than ${LIMITS.blocks} metadata blocks; the rest was not read.`);
      } else if (block.data.length > LIMITS.blockBytes) {
        warn(
          `${block.where} holds ${block.data.length} bytes of metadata; at most ${LIMITS.blockBytes} are read, so it was left out.`,
        );
      } else {
        blocks.push(block);
      }
    },
  };
}
