import { basePath } from '../api/client';

/** Has the browser keep what opens the client, so that it opens when the server is away and says so. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = () =>
    navigator.serviceWorker.register(`${basePath}/sw.js`, { updateViaCache: 'none' }).catch(() => {
      // Without it the client needs the server to open, as any page does.
    });
  // Not before the page has what it needs itself.
  if (document.readyState === 'complete') void register();
  else window.addEventListener('load', () => void register(), { once: true });
}
