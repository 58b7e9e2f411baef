import { render } from 'preact';
import 'virtual:report.css';
import './style.css';
import { App } from './app.js';
import { openClient } from './worker/client.js';
import type { JudgeCalls } from './worker/protocol.js';
import judgeWorker from './worker/judge-worker.ts?worker&url';

/** Keeps the page for offline use, once there is nothing more pressing to load. */
function keepOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI)).catch(() => undefined);
}

render(
  <App client={openClient<JudgeCalls>(judgeWorker)} onFirstVerdict={keepOffline} />,
  document.getElementById('app')!,
);
