/** Shown instead of everything when the page can't start. */
export function StartError({ detail }: { readonly detail: string }) {
  return (
    <main class="screen">
      <section class="panel" role="alert">
        <h1 class="panel-title">Paddlewire could not start</h1>
        <p>{detail}</p>
        <p class="dim">
          Close this window and start it again. If it happens every time, the settings file or the graphics driver may be damaged.
        </p>
      </section>
    </main>
  );
}
