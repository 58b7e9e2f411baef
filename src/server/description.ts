import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { VERSION } from '../version.js';
import { renderReference, type OpenApi } from './reference-page.js';
import { UPLOAD_BODY } from './schemas.js';

const ABOUT =
  'Tells AI-generated and manipulated images from photographs. Pictures are judged on this machine, are not kept, and do not leave it. A verdict is no proof: photographs are called fake as well, at the rate that the detector states.';

/** `GET /openapi.json`, the description of all routes added after this, and `GET /docs`, the same as a page. */
export async function addDescription(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: { title: 'Assay', description: ABOUT, version: VERSION, license: { name: 'MIT' } },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'Where the service asks for keys.' },
        },
      },
      security: [{}, { key: [] }],
    },
    // Bodies are read as streams: described here, and not to fastify, which would validate what it has not read.
    transform: ({ schema, url, route }) => ({
      schema: route.method === 'POST' ? { ...schema, body: UPLOAD_BODY } : schema,
      url,
    }),
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.get('/docs', { schema: { hide: true } }, (_, reply) =>
    reply.type('text/html; charset=utf-8').send(renderReference(app.swagger() as OpenApi)),
  );
}
