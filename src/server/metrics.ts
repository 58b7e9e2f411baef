/** Numbers that go up, or stand at a value, by their labels; written as Prometheus reads them. */
export interface Metrics {
  /** A number that only grows. */
  counter(name: string, help: string, labels?: readonly string[]): (values?: Labels, by?: number) => void;
  /** A number that is read when it is asked for. */
  gauge(name: string, help: string, read: () => number | readonly Sample[]): void;
  /** How many observations lie at or below each bound. */
  histogram(
    name: string,
    help: string,
    bounds: readonly number[],
    labels?: readonly string[],
  ): (value: number, values?: Labels) => void;
  /** All of them in Prometheus' text format, version 0.0.4. */
  text(): string;
}

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  labels: Labels;
  value: number;
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** A set of metrics without any. */
export function createMetrics(): Metrics {
  const parts: (() => string)[] = [];
  const head = (name: string, help: string, type: string): string =>
    `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;

  return {
    counter(name, help, labels = []) {
      const values = new Map<string, number>(labels.length === 0 ? [['', 0]] : []);
      parts.push(
        () =>
          head(name, help, 'counter') +
          [...values].map(([key, value]) => `${name}${key} ${value}\n`).join(''),
      );
      return (given = {}, by = 1) => {
        const key = labelText(labels, given);
        values.set(key, (values.get(key) ?? 0) + by);
      };
    },
    gauge(name, help, read) {
      parts.push(() => {
        const now = read();
        const samples = typeof now === 'number' ? [{ labels: {}, value: now }] : now;
        const lines = samples.map(
          ({ labels, value }) => `${name}${labelText(Object.keys(labels), labels)} ${value}\n`,
        );
        return head(name, help, 'gauge') + lines.join('');
      });
    },
    histogram(name, help, bounds, labels = []) {
      const series = new Map<string, { given: Labels; counts: number[]; sum: number; count: number }>();
      parts.push(() => {
        const lines = [...series].flatMap(([key, { given, counts, sum, count }]) => [
          ...[...bounds, Infinity].map((bound, i) => {
            const le = bound === Infinity ? '+Inf' : String(bound);
            const text = labelText([...labels, 'le'], { ...given, le });
            return `${name}_bucket${text} ${i < bounds.length ? counts[i]! : count}\n`;
          }),
          `${name}_sum${key} ${sum}\n`,
          `${name}_count${key} ${count}\n`,
        ]);
        return head(name, help, 'histogram') + lines.join('');
      });
      return (value, given = {}) => {
        const key = labelText(labels, given);
        const own = series.get(key) ?? { given, counts: bounds.map(() => 0), sum: 0, count: 0 };
        series.set(key, own);
        for (const [i, bound] of bounds.entries()) if (value <= bound) own.counts[i]!++;
        own.sum += value;
        own.count++;
      };
    },
    text: () => parts.map((part) => part()).join(''),
  };
}

function labelText(names: readonly string[], values: Labels): string {
  if (names.length === 0) return '';
  const escaped = (text: string): string =>
    text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
  return `{${names.map((name) => `${name}="${escaped(values[name] ?? '')}"`).join(',')}}`;
}
