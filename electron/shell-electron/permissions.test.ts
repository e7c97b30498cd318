import { expect, test as it } from 'vitest';
import { isPageUrl } from './page-origin.ts';
import { allowsCheck, allowsRequest } from './permissions.ts';

const page = 'app://paddlewire/index.html';

it('the page may copy, fill the screen and keep it on', () => {
  expect(allowsRequest('clipboard-sanitized-write', page)).toBe(true);
  expect(allowsRequest('fullscreen', page)).toBe(true);
  expect(allowsRequest('screen-wake-lock', page)).toBe(true);
});

it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'hid', 'usb', 'openExternal', 'display-capture', 'unknown'])(
  'the page is refused %s',
  (permission) => expect(allowsRequest(permission, page)).toBe(false),
);

it('WebRTC may look whether it could have media, and nothing else is told so', () => {
  expect(allowsCheck('media', page)).toBe(true);
  expect(allowsCheck('geolocation', page)).toBe(false);
});

it.each(['https://example.org/', 'app://other/', 'file:///x', 'app://paddlewire.example.org/', 'http://paddlewire/', '', 'about:blank'])(
  '%j is not the page and gets nothing',
  (address) => {
    expect(isPageUrl(address)).toBe(false);
    expect(allowsRequest('fullscreen', address)).toBe(false);
    expect(allowsCheck('media', address)).toBe(false);
  },
);
