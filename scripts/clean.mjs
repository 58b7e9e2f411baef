// Removes compiled code but keeps the converted backbones, which change only with their npm packages.
import { existsSync, readdirSync, rmSync } from 'node:fs';

if (existsSync('dist')) {
  for (const entry of readdirSync('dist')) {
    if (entry !== 'backbones') rmSync(`dist/${entry}`, { recursive: true });
  }
}
