import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'examples/**/*.test.ts', 'scripts/**/*.test.ts'],
    // No time limit is a test of ours: a slow machine must not turn a right answer red.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Tests that open onnxruntime themselves report nothing to its maker either.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    pool: 'forks',
    // One a core; the default leaves one out, which on two cores takes half as long again.
    maxWorkers: '100%',
  },
});
