import { CopyDiagnostics } from './copy-diagnostics.tsx';
import { ScreenTitle } from './screen-title.tsx';

/** Shown instead of everything when the page can't start. */
export function StartError({ detail }: { readonly detail: string }) {
  return (
    <main class="screen">
      <section class="panel" role="alert">
        <ScreenTitle>Paddlewire could not start</ScreenTitle>
        <p>{detail}</p>
        <p class="dim">
          Close this window and start it again. If it happens every time, the settings file or the graphics driver may be damaged.
        </p>
        <CopyDiagnostics copyText={(text) => navigator.clipboard.writeText(text)} />
      </section>
    </main>
  );
}
