import { table } from '../report/html/components.js';
import { html, type Html } from '../report/html/html.js';
import { renderPage } from '../report/html/page.js';
import type { Schema } from './schemas.js';

/** What the page shows of an OpenAPI document. */
export interface OpenApi {
  info: { title: string; description?: string; version: string };
  paths?: Readonly<Record<string, Readonly<Record<string, Operation>> | undefined>>;
}

interface Operation {
  summary?: string;
  description?: string;
  parameters?: readonly { name: string; in: string; description?: string; schema?: Schema }[];
  requestBody?: { content: Readonly<Record<string, { schema?: Schema }>> };
  responses?: Readonly<Record<string, Answer>>;
}

interface Answer {
  description?: string;
  content?: Readonly<Record<string, { schema?: Schema }>>;
}

/** The description of the service as a page that stands alone: no script, nothing fetched. */
export function renderReference({ info, paths = {} }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    })),
  );
  return renderPage({
    kind: 'HTTP service',
    title: info.title,
    lead: info.description,
    sections: operations.map(({ path, method, operation }) => ({
      id: `${method}${path}`.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase(),
      title: `${method} ${path}`,
      about: [operation.summary, operation.description].filter(Boolean).join('. '),
      body: html`${parameters(operation)} ${body(operation)} ${answers(operation)}`,
    })),
    footer: `Assay ${info.version}. The same as OpenAPI: /openapi.json`,
  });
}

function parameters({ parameters: all = [] }: Operation): Html | false {
  if (all.length === 0) return false;
  return table(
    [{ title: 'parameter' }, { title: 'values' }, { title: 'meaning', kind: 'text' }],
    all.map(({ name, in: place, description, schema = {} }) => [
      html`<code>${place === 'query' ? `?${name}=` : name}</code>`,
      typeOf(schema),
      description ?? '',
    ]),
    'Parameters',
  );
}

function body({ requestBody }: Operation): Html | false {
  if (!requestBody) return false;
  return table(
    [{ title: 'content type' }, { title: 'body', kind: 'text' }],
    Object.entries(requestBody.content).map(([type, { schema = {} }]) => [
      html`<code>${type}</code>`,
      shapeOf(schema),
    ]),
    'Body, one of',
  );
}

function answers({ responses = {} }: Operation): Html {
  return table(
    [{ title: 'status' }, { title: 'meaning', kind: 'text' }],
    Object.entries(responses).map(([status, { description = '', content = {} }]) => {
      const schema = Object.values(content)[0]?.schema;
      const isError = Number(status) >= 400;
      return [
        html`<code>${status}</code>`,
        isError || !schema
          ? description
          : html`${description} ${shapeOf({ ...schema, description: undefined })}`,
      ];
    }),
    'Answers; errors are {"error": {"code", "message"}, "requestId"}',
  );
}

/** A schema's shape: objects as nested lists, folded. */
function shapeOf(schema: Schema): Html {
  const { description, properties, items, anyOf } = schema as {
    description?: string;
    properties?: Readonly<Record<string, Schema>>;
    items?: Schema;
    anyOf?: readonly Schema[];
  };
  const about = description === undefined ? typeOf(schema) : `${typeOf(schema)}: ${description}`;
  if (anyOf) return html`${anyOf.map((each) => html`<div>${shapeOf(each)}</div>`)}`;
  if (items) return html`${about} ${hasShape(items) ? shapeOf(items) : ''}`;
  if (!properties) return html`${about}`;
  return html`<details>
    <summary>${about}</summary>
    <ul>
      ${Object.entries(properties).map(([name, each]) => html`<li><code>${name}</code>: ${shapeOf(each)}</li>`)}
    </ul>
  </details>`;
}

function hasShape(schema: Schema): boolean {
  return 'properties' in schema || 'anyOf' in schema || 'items' in schema;
}

function typeOf(schema: Schema): string {
  const { type, format, items, anyOf } = schema;
  if (Array.isArray(schema['enum'])) return schema['enum'].map(String).join(' | ');
  if (anyOf !== undefined) return 'one of';
  if (items !== undefined)
    return `list of ${hasShape(items as Schema) ? 'objects' : typeOf(items as Schema)}`;
  return format === 'binary' ? 'bytes' : String(type ?? 'any');
}
