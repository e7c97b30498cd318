/**
 * The fighter in two tabs of a browser, over WebRTC: `fighter.html#1` and `fighter.html#2`. They find each other by a BroadcastChannel, which
 * reaches other tabs only; your game uses its own server, or `paddlewire-netcode/rendezvous`.
 */
import { Session, type SessionEvent } from 'paddlewire-netcode/session';
import { PeerChannels } from 'paddlewire-netcode/webrtc';
import { Button, fighter, fighterMatch, WIDTH, Word } from './fighter.ts';

const localId = location.hash === '#2' ? 2 : 1;
const remoteId = 3 - localId;

// --- The player: eight keys ----------------------------------------------------------------------------------------------

const keys: Readonly<Record<string, number>> = {
  KeyA: Button.left,
  KeyD: Button.right,
  KeyW: Button.jump,
  KeyS: Button.crouch,
  KeyJ: Button.punch,
  KeyK: Button.kick,
  KeyL: Button.block,
  KeyT: Button.taunt,
};
let held = 0;
let tapped = 0; // pressed since the last tick, even if it is up again by now
document.addEventListener('keydown', ({ code }) => {
  held |= keys[code] ?? 0;
  tapped |= keys[code] ?? 0;
});
document.addEventListener('keyup', ({ code }) => {
  held &= ~(keys[code] ?? 0);
});

// --- The match -----------------------------------------------------------------------------------------------------------

const session = new Session(fighterMatch, {
  localId,
  remoteId,
  name: `Fighter ${localId}`,
  seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  sessionToken: crypto.getRandomValues(new Uint8Array(8)),
  inputDelayTicks: 1,
  graceMs: 15_000,
  resumeSecret: new Uint8Array(32), // your game: a secret that these two players agree on when they meet
  inputFor: () => {
    const buttons = held | tapped;
    tapped = 0;
    return buttons;
  },
});

function give(event: SessionEvent): void {
  for (const effect of session.step(performance.now(), event)) {
    if (effect.type === 'sendFast') channels.sendFast(performance.now(), effect.bytes);
    else if (effect.type === 'sendReliable') channels.sendReliable(effect.bytes);
    else show('news', effect.type);
  }
}

// A worker's timer keeps its pace while the tab is hidden.
const timer = new Worker(URL.createObjectURL(new Blob(['setInterval(() => postMessage(0), 4)'])));
timer.addEventListener('message', () => give({ type: 'poll', queuedBytes: channels.queuedBytes }));

// --- The connection ------------------------------------------------------------------------------------------------------

const connection = new RTCPeerConnection();
const channels = new PeerChannels(connection, {
  opened: () => give({ type: 'linkOpened', from: remoteId }),
  fast: (bytes) => give({ type: 'fast', from: remoteId, bytes }),
  reliable: (bytes) => give({ type: 'reliable', from: remoteId, bytes }),
  closed: () => give({ type: 'linkClosed', from: remoteId }),
});
const signals = new BroadcastChannel('fighter');

/** Tells the other tab the whole description, with all candidates in it. */
async function describe(): Promise<void> {
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== 'complete')
    await new Promise((done) => connection.addEventListener('icegatheringstatechange', done));
  signals.postMessage(connection.localDescription?.toJSON());
}

signals.addEventListener('message', async ({ data }: MessageEvent<RTCSessionDescriptionInit | 'here'>) => {
  if (data === 'here') {
    if (localId === 1) await describe();
    return;
  }
  await connection.setRemoteDescription(data);
  if (data.type === 'offer') await describe();
});
if (localId === 2) signals.postMessage('here');

// --- The screen ----------------------------------------------------------------------------------------------------------

function show(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element !== null) element.textContent = text;
}

const canvas = document.querySelector('canvas');
const pen = canvas?.getContext('2d');
function draw(): void {
  requestAnimationFrame(draw);
  const { state } = session.game;
  show('phase', session.phase);
  show('tick', String(session.confirmedTick));
  show('state', session.confirmed.join(' '));
  if (canvas === null || canvas === undefined || pen === null || pen === undefined) return;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  for (const at of [0, fighter.stateWords / 2]) {
    const [x = 0, y = 0, , health = 0, strikes = 0] = state.subarray(at);
    const left = (x / WIDTH) * (canvas.width - 40);
    pen.fillStyle = at === 0 ? '#38f' : '#f83';
    pen.fillRect(left, canvas.height - 100 - y / 20, 40, 100);
    pen.fillRect(at === 0 ? 0 : canvas.width - health * 2, 0, health * 2, 12);
    if (strikes !== 0) pen.fillRect(left + (at === 0 ? 40 : -30), canvas.height - 80 - y / 20, 30, 12);
    pen.fillText(`${state[at + Word.wins]} wins`, at === 0 ? 0 : canvas.width - 40, 30);
  }
}
draw();
