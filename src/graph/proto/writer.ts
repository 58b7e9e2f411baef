const encoder = new TextEncoder();

/**
 * A protobuf message under construction (proto3 wire format): fields are written in the order of the
 * calls; large byte fields are kept by reference until `finish`, so weights are copied once.
 */
export interface ProtoWriter {
  int(field: number, value: number | bigint): void;
  float(field: number, value: number): void;
  bytes(field: number, value: Uint8Array): void;
  text(field: number, value: string): void;
  message(field: number, write: (writer: ProtoWriter) => void): void;
  packedInts(field: number, values: readonly (number | bigint)[]): void;
  packedFloats(field: number, values: readonly number[]): void;
  /** The bytes of the message. */
  finish(): Uint8Array;
}

/** An empty message. */
export function createProtoWriter(): ProtoWriter {
  const { writer, chunks } = messageWriter();
  writer.finish = () => concatenate(chunks);
  return writer;
}

function messageWriter(): { writer: ProtoWriter; chunks: Uint8Array[] } {
  const chunks: Uint8Array[] = [];
  const delimited = (field: number, parts: Uint8Array[]): void => {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    chunks.push(varints([(field << 3) | 2, length]), ...parts);
  };
  const writer: ProtoWriter = {
    int: (field, value) => void chunks.push(varints([field << 3, value])),
    float: (field, value) => void chunks.push(varints([(field << 3) | 5]), floats([value])),
    bytes: (field, value) => delimited(field, [value]),
    text: (field, value) => delimited(field, [encoder.encode(value)]),
    message: (field, write) => {
      const nested = messageWriter();
      write(nested.writer);
      delimited(field, concatenateSmall(nested.chunks));
    },
    packedInts: (field, values) => delimited(field, [varints(values)]),
    packedFloats: (field, values) => delimited(field, [floats(values)]),
    finish: () => concatenate(chunks),
  };
  return { writer, chunks };
}

/** Joins runs of small chunks, so that a large graph does not become millions of tiny arrays; leaves large ones alone. */
function concatenateSmall(chunks: Uint8Array[]): Uint8Array[] {
  const joined: Uint8Array[] = [];
  let run: Uint8Array[] = [];
  const close = (): void => {
    if (run.length > 0) joined.push(concatenate(run));
    run = [];
  };
  for (const chunk of chunks) {
    if (chunk.length < 4096) {
      run.push(chunk);
    } else {
      close();
      joined.push(chunk);
    }
  }
  close();
  return joined;
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

function floats(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

/** Base-128 varints; negative numbers take ten bytes, as int64 does on the wire. */
function varints(values: readonly (number | bigint)[]): Uint8Array {
  const out: number[] = [];
  for (const value of values) {
    if (typeof value === 'number' && value >= 0 && value < 0x80000000) {
      let rest = value;
      while (rest > 127) {
        out.push((rest & 127) | 128);
        rest >>>= 7;
      }
      out.push(rest);
    } else {
      let rest = BigInt.asUintN(64, BigInt(value));
      while (rest > 127n) {
        out.push(Number(rest & 127n) | 128);
        rest >>= 7n;
      }
      out.push(Number(rest));
    }
  }
  return Uint8Array.from(out);
}
