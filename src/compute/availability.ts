// Whether a backend can be used on this machine, found out without loading any of its code. The page
// asks this early; the worker that starts a backend asks the same.

const SOFTWARE_RENDERERS = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Why WebGPU cannot be used, as a clause; null when it can. */
export async function webgpuObstacle(): Promise<string | null> {
  if (typeof navigator === 'undefined' || !('gpu' in navigator)) {
    return 'is not available in this browser';
  }
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  return adapter ? null : 'found no graphics processor';
}

/** Why WebGL should not be used, as a clause; null when it can. */
export async function webglObstacle(): Promise<string | null> {
  const renderer = rendererName();
  if (renderer === null) return 'is not available in this browser';
  return SOFTWARE_RENDERERS.test(renderer) ? 'is drawn by the processor here' : null;
}

export async function wasmObstacle(): Promise<string | null> {
  return typeof WebAssembly === 'object' ? null : 'is not available here';
}

/** The WebGL renderer's name, "" where the browser hides it, null without WebGL 2. */
export function rendererName(): string | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!context) return null;
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = context.getParameter(
    info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER,
  );
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' ? name : '';
}
