/**
 * Headers of everything that the page is made of. The page runs only what is in its own folder: no inline scripts, no eval, no frames, nothing
 * from elsewhere.
 *
 * @param connect where the page may connect to besides its own origin, as sources of a content security policy
 */
export function pageHeaders(connect: readonly string[] = []): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "worker-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // Without `microphone=()`: Chromium would take it for a reason to hide the network interfaces from WebRTC. Neither shell hands one out.
    'permissions-policy': 'camera=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), midi=()',
    'cache-control': 'no-cache',
  };
}
