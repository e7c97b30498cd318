import './styles/main.css';
import { render } from 'preact';
import { privateWordsOf, type Settings } from '../electron/contract/desktop.ts';
import { AppController } from './app/app-controller.ts';
import { madeUpName, NAME_BYTES } from './app/made-up-name.ts';
import { exposeTelemetry, telemetryWanted } from './app/telemetry.ts';
import { Court } from './court/court.ts';
import { drawnEffects, EffectGovernor } from './court/effect-governor.ts';
import { FrameLimit } from './court/frame-limit.ts';
import type { CourtRect } from './court/surface.ts';
import { diagnostics } from './desktop/diagnostics.ts';
import { listenForFullScreenKeys } from './desktop/full-screen.ts';
import { openDesktop } from './desktop/open-desktop.ts';
import { Controls } from './input/controls.ts';
import type { LayoutSource } from './input/key-names.ts';
import { LocalInput } from './input/local-input.ts';
import { PadMenu } from './input/pad-menu.ts';
import type { Hands } from './match/match-view.ts';
import { Ticker } from './match/ticker.ts';
import { App } from './screens/app.tsx';
import { guardPresses } from './screens/press-guard.ts';
import { StartError } from './screens/start-error.tsx';
import { soundMenus } from './sound/menu-sounds.ts';
import { Sounds } from './sound/sounds.ts';

/** How often pads are read in menus: as often as browsers look at them. */
const MENU_PADS_MS = 16;

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

/** What Chromium tells of the keyboard's layout; other browsers tell nothing. */
function layoutSource(): LayoutSource | undefined {
  // The types of the DOM hold only what all browsers have.
  return (navigator as { readonly keyboard?: LayoutSource }).keyboard;
}

async function start(): Promise<void> {
  const desktop = await openDesktop();
  diagnostics.attach(desktop.calls);
  const [about, settings] = await Promise.all([desktop.calls.about(), desktop.calls.loadSettings()]);
  const isFirstStart = settings.name === '';
  const named = isFirstStart ? { ...settings, name: madeUpName(crypto.getRandomValues(new Uint8Array(NAME_BYTES))) } : settings;
  const controller = new AppController(desktop, about, named);
  // A file with something wrong in it is left to the player, who may want to repair it: the name is then written with the first change.
  const keepName = async (): Promise<void> => {
    if (isFirstStart && (await desktop.calls.fileProblems()).length === 0) await controller.save({});
  };
  keepName().catch((error: unknown) => diagnostics.note('settings', 'the first name is not kept', error));
  const host = element('court');
  const court = await Court.open(host, () => document.getElementById('court-place')?.getBoundingClientRect());
  const sounds = new Sounds();
  const menu = new PadMenu(element('screens'), () => controller.back());
  const controls = new Controls({
    gamepads: controller.gamepads,
    surface: host,
    toCourtY: (clientY) => court.toCourtY(clientY),
    steers: () => controller.steers,
    // A match without a panel has nothing to choose from, whether we play in it or watch.
    onPadCommand: (command) => menu.take(command, controller.view !== undefined && !controller.panelOpen),
  });
  // A match reads the pads with every tick; menus have no ticks.
  setInterval(() => controller.view === undefined && controls.readPads(performance.now()), MENU_PADS_MS);
  const readLayout = (): void => {
    // Where a policy forbids it, names are learned from what is typed.
    controller.keyNames.read(layoutSource()).catch(() => undefined);
  };
  readLayout();
  // It may have been changed in the meantime.
  window.addEventListener('focus', readLayout);
  window.addEventListener('keydown', (event) => controller.keyNames.learn(event), { capture: true });
  const localInput = new LocalInput(controls);
  const systemMotion = matchMedia('(prefers-reduced-motion: reduce)');

  const apply = (inForce: Settings): void => {
    const { keys, pad, effects, motion } = inForce;
    const reducedMotion = motion === 'reduced' || (motion === 'system' && systemMotion.matches);
    diagnostics.hide(privateWordsOf(controller.settings));
    controls.setKeys(keys.up, keys.down);
    controls.setPadBindings(pad);
    sounds.setVolumes(inForce);
    court.setOptions({ effects: drawnEffects(effects, controller.loweredEffects), reducedMotion });
    document.documentElement.classList.toggle('reduced-motion', reducedMotion);
  };
  apply(controller.settings);
  controller.subscribe(() => apply(controller.settings));
  desktop.on('joinLinkWaits', () => void controller.takeLink());
  systemMotion.addEventListener('change', () => apply(controller.settings));
  court.onGameEvent = (gameEvent) => {
    if (controller.view !== undefined) sounds.gameEvent(gameEvent, controller.view.seat);
  };

  const hands: Hands = {
    axis: () => (controller.view === undefined ? 0 : localInput.take(controller.view)),
    rightAxis: () => localInput.rightAxis,
  };
  const ticker = new Ticker((nowMs) => {
    const { view } = controller;
    controls.readPads(nowMs);
    view?.poll(nowMs, hands);
    if (view !== undefined) localInput.look(view);
    controller.noteCourt();
  });
  controller.subscribe(() => ticker.run(controller.view !== undefined));
  const limit = new FrameLimit();
  const governor = new EffectGovernor();
  const draw = (nowMs: number): void => {
    // Only a match has to go on while nothing of it is drawn.
    if (controller.view === undefined) controller.backdrop.poll(nowMs, hands);
    const shown = controller.view ?? controller.backdrop;
    const { framesPerSecond } = controller.settings;
    if (limit.takes(nowMs, framesPerSecond)) {
      court.frame(nowMs, shown, shown.kind === 'show' ? 0 : localInput.newest);
      if (governor.frame(nowMs, framesPerSecond)) controller.lowerEffects(governor.lowered);
    }
    const restMs = limit.restMs(nowMs);
    if (restMs === 0) requestAnimationFrame(draw);
    else setTimeout(() => requestAnimationFrame(draw), restMs);
  };
  requestAnimationFrame(draw);

  listenForFullScreenKeys((error) => diagnostics.note('screen', 'not filled', error));
  guardPresses(element('screens'));
  soundMenus(element('screens'), sounds);
  if (telemetryWanted(about.telemetry)) {
    const openCourt = (place: CourtRect, plain: boolean): Promise<Court> => Court.open(host, () => place, plain);
    exposeTelemetry(controller, localInput, { snaps: () => court.snaps, wire: () => court.wire, openCourt });
  }
  await controller.takeLink();
  render(<App controller={controller} sounds={sounds} />, element('screens'));
}

addEventListener('error', ({ message, error }) => diagnostics.note('page', 'error', error ?? message));
addEventListener('unhandledrejection', ({ reason }) => diagnostics.note('page', 'unhandled rejection', reason));

start().catch((error: unknown) => {
  render(<StartError detail={error instanceof Error ? error.message : String(error)} />, element('screens'));
  throw error;
});
