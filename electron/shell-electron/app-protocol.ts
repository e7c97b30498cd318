import { type Protocol, protocol } from 'electron';
import { readPageFile } from '../page/page-files.ts';
import { pageHeaders } from '../page/page-headers.ts';
import { isPageUrl, pageScheme } from './page-origin.ts';

/** Makes `app://paddlewire/` an origin like any secure one. To be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the page's folder, and nothing else, at `app://paddlewire/`. To be called once the app is ready. */
export function servePageFolder(target: Protocol, folder: string): void {
  target.handle(pageScheme, async (request) => {
    const { pathname } = new URL(request.url);
    const file = request.method === 'GET' && isPageUrl(request.url) ? await readPageFile(folder, pathname) : undefined;
    if (file === undefined) return new Response('There is no such file.', { status: 404, headers: pageHeaders() });
    return new Response(new Uint8Array(file.body), { headers: { ...pageHeaders(), 'content-type': file.mimeType } });
  });
}
