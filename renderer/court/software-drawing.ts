/** Names of drawing in software, as WebGL tells them: Chromium's own, Mesa's two, Microsoft's. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|basic render/i;

/** Whether WebGL has no graphics card under it here, so that every pixel counts. */
export function drawsInSoftware(): boolean {
  const gl = document.createElement('canvas').getContext('webgl');
  if (gl === null) return true;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' && SOFTWARE.test(name);
}
