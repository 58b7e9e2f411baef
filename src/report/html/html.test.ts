import { expect, it } from 'vitest';
import { preformatted } from './components.js';
import { html, trusted } from './html.js';

it('escapes everything that is put in, in content and attributes', () => {
  const name = `"><script>&'\n`;
  expect(html`<a title="${name}">${name}</a>`.markup).toBe(
    '<a title="&quot;&gt;&lt;script&gt;&amp;&#39;\\n">&quot;&gt;&lt;script&gt;&amp;&#39;\\n</a>',
  );
});

it('takes markup as it is, joins lists and leaves nothing for what is not there', () => {
  const list = ['<', html`<b>${1}</b>`, trusted('<i>')];
  expect(html`${list}${null}${undefined}${false}${0}`.markup).toBe('&lt;<b>1</b><i>0');
});

it('keeps lines of preformatted text and escapes each', () => {
  expect(preformatted('a\n</pre>\n').markup).toBe('<pre tabindex="0">\na\n&lt;/pre&gt;\n</pre>');
});
