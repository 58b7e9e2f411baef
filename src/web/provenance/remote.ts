/** The page fetches nothing from elsewhere: a manifest that is kept there stays unread. */
export function fetchManifest(): Promise<never> {
  return Promise.reject(new Error('refused: the page fetches nothing from elsewhere'));
}
