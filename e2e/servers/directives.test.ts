import { expect, it } from 'vitest';
import { withDirectives } from './directives.ts';

const mosquitto = '# listener 1\nlistener 8883\nlog_type error\nlog_type warning\n';

it('changes one directive and leaves the rest as it is', () => {
  expect(withDirectives(mosquitto, { listener: '0 127.0.0.1' })).toBe(
    '# listener 1\nlistener 0 127.0.0.1\nlog_type error\nlog_type warning\n',
  );
  expect(withDirectives('min-port=1\nmin-port-x=2', { 'min-port': '7' })).toBe('min-port=7\nmin-port-x=2');
});

it('takes a directive out', () => {
  expect(withDirectives(mosquitto, { listener: undefined })).toBe('# listener 1\nlog_type error\nlog_type warning\n');
});

it('refuses a directive that is not there, or there twice', () => {
  expect(() => withDirectives(mosquitto, { certfile: '/x' })).toThrow('0 lines “certfile”');
  expect(() => withDirectives(mosquitto, { log_type: 'all' })).toThrow('2 lines “log_type”');
});
