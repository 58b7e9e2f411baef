// Sends files to a running service (`assay serve`) and says what came of each.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createClient, ServiceError } from 'assay/client';

export async function clientExample(address: string, paths: string[]): Promise<string[]> {
  const client = createClient(address, { retries: 3 });
  try {
    const pictures = await Promise.all(
      paths.map(async (path) => ({ file: basename(path), bytes: new Uint8Array(await readFile(path)) })),
    );
    const results = await client.scan(pictures);
    return results.map((result) =>
      'error' in result
        ? `${result.file}: ${result.error.code}`
        : `${result.file}: ${result.verdict} (${result.probability.toFixed(3)})`,
    );
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return [`${error.code} (status ${error.status}): ${error.message}`];
  }
}
