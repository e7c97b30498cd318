import { formatJoinCode, type JoinCode, parseJoinCode, parseJoinLink } from 'paddlewire-netcode/rendezvous';
import { HOST_ID } from 'paddlewire-netcode/table';
import type { About, Settings } from '../../electron/contract/desktop.ts';
import type { LoweredEffects } from '../court/effect-governor.ts';
import { diagnostics } from '../desktop/diagnostics.ts';
import type { Desktop } from '../desktop/open-desktop.ts';
import { Gamepads } from '../input/gamepads.ts';
import { KeyNames } from '../input/key-names.ts';
import type { MatchView } from '../match/match-view.ts';
import { PlayerMatch } from '../match/player-match.ts';
import { giveUp, loadSavedGames, type SavedGame } from '../match/saved-games.ts';
import { HostedGame } from '../rendezvous/host.ts';
import { joinGame } from '../rendezvous/join.ts';
import { RendezvousClient } from '../rendezvous/rendezvous-client.ts';
import { SpectatorAdmission } from '../rendezvous/spectator-admission.ts';
import { type Attempt, noFindings } from '../webrtc/link.ts';
import { hasWebRtc } from '../webrtc/web-rtc.ts';
import { MatchFactory, newPractice, opponents } from './match-factory.ts';
import type { ConnectFailure, PlainScreen, Screen } from './screen.ts';
import { SettingsStore } from './settings-store.ts';

/** Where the window is: which screen, which match, which attempt to connect. Screens read it and call it; nothing here draws. */
export class AppController {
  readonly desktop: Desktop;
  /** This window's way to the rendezvous. */
  readonly rendezvous: RendezvousClient;
  readonly about: About;
  screen: Screen = { name: 'menu' };
  /** What this keyboard's keys are called. */
  readonly keyNames = new KeyNames();
  readonly gamepads = new Gamepads();
  /** A panel stands over the match, so that the devices are for it and not for the paddle. */
  panelOpen = false;
  /** Effects that this machine is too slow for; what draws finds that out. */
  loweredEffects: LoweredEffects = 0;
  /** Bots that play behind the menus. */
  readonly backdrop: MatchView;
  /** Matches on the disk that can be resumed, the one played last first. */
  savedGames: readonly SavedGame[] = [];
  /** What the player should know of the profile's files. */
  fileProblems: readonly string[] = [];
  /** From "Join" pressed to the court, in ms; undefined before. */
  joinToCourtMs: number | undefined;
  /** When this side reached the court, in ms since 1970; undefined before. */
  courtAtMs: number | undefined;

  /** Who may watch the game that this window hosts; undefined when it hosts none. */
  spectators: SpectatorAdmission | undefined;

  readonly #listeners = new Set<() => void>();
  readonly #settings: SettingsStore;
  readonly #matches: MatchFactory;
  #attempt: Attempt | undefined;
  #hosting: HostedGame | undefined;
  #joinPressedMs: number | undefined;

  constructor(desktop: Desktop, about: About, settings: Settings) {
    this.desktop = desktop;
    this.rendezvous = new RendezvousClient(desktop);
    this.about = about;
    this.#settings = new SettingsStore(desktop.calls, settings, () => this.#tell());
    this.#matches = new MatchFactory(desktop.calls, this.rendezvous, () => this.settings);
    this.backdrop = newPractice('show', settings);
    void this.#loadSavedGames();
  }

  /** The settings in force. */
  get settings(): Settings {
    return this.#settings.current;
  }

  /** The match on the court, or undefined while only the backdrop plays. */
  get view(): MatchView | undefined {
    return this.screen.name === 'match' ? this.screen.view : undefined;
  }

  /** Whether the devices steer a paddle now. */
  get steers(): boolean {
    return this.view !== undefined && this.view.kind !== 'watch' && !this.panelOpen;
  }

  /** Calls the listener after each change of screen or settings. Returns what stops that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  toMenu(): void {
    this.open('menu');
    void this.#loadSavedGames();
    // One that came during a match.
    void this.takeLink();
  }

  /** Shows a screen, and gives up what was under way. */
  open(name: PlainScreen): void {
    this.#cancel();
    this.#show({ name });
  }

  /** Goes where the screen's own way back leads; nowhere from the menu and from a match. */
  back(): void {
    const { screen } = this;
    if (screen.name === 'link') this.refuseLink();
    else if (screen.name === 'network-test') this.open('network-settings');
    else if (screen.name === 'other-ways' || (screen.name === 'join' && screen.progress !== undefined)) this.toJoin();
    else if (screen.name === 'paste') this.open('other-ways');
    else if (screen.name !== 'menu' && screen.name !== 'match') this.toMenu();
  }

  toJoin(): void {
    this.#cancel();
    this.#show({ name: 'join' });
  }

  /** Asks whether to follow a link that was opened, or says that it leads nowhere, if there is one. During a match it waits. */
  async takeLink(): Promise<void> {
    if (this.view?.kind === 'network' || this.view?.kind === 'watch') return;
    // A desktop that has ended has no link either; whatever is asked of it next says so.
    const taken = await this.desktop.calls.takeJoinLink().catch((error: unknown) => diagnostics.note('link', 'not taken', error));
    if (taken === undefined) return;
    const { screen } = this;
    this.#show({ name: 'link', link: parseJoinLink(taken), before: screen.name === 'link' ? screen.before : screen });
  }

  /** Does not follow the link. */
  refuseLink(): void {
    if (this.screen.name === 'link') this.#show(this.screen.before);
  }

  /** Begins a match in this window alone: against the computer, or of two people here. */
  playHere(kind: 'practice' | 'local'): void {
    this.#show({ name: 'match', view: newPractice(kind, this.settings) });
  }

  /** Opens a game and shows its code once it can be joined. */
  host(): void {
    this.#cancel();
    this.#joinPressedMs = undefined;
    const game = new HostedGame(this.rendezvous, this.settings);
    const { attempt } = game;
    this.#hosting = game;
    this.spectators = this.#newAdmission();
    this.#show({ name: 'host', progress: 'rendezvous', code: '', renewed: false, listed: false });
    attempt.onStage = (progress) => this.#changeHost(game, { progress, code: progress === 'rendezvous' ? '' : game.code });
    game.onCode = (code) => this.#changeHost(game, { code, renewed: true });
    this.follow(attempt, (failure) => this.#changeHost(game, { failure }));
  }

  /** Puts the game that is being hosted on the list of open games, or takes it off. */
  listGame(listed: boolean): void {
    if (this.#hosting === undefined) return;
    this.#hosting.list(listed ? this.settings.name : undefined);
    this.#changeHost(this.#hosting, { listed });
  }

  /** Joins the game that a typed code names, or says what is wrong with the code. */
  join(text: string): void {
    const code = parseJoinCode(text);
    if (!('error' in code)) {
      this.joinGame(code);
      return;
    }
    this.#cancel();
    this.#show({ name: 'join', mistake: code });
  }

  /** Joins the game that a code names. */
  joinGame(joinCode: JoinCode): void {
    this.#cancel();
    this.#joinPressedMs = performance.now();
    const attempt = joinGame(this.rendezvous, joinCode, this.settings);
    const code = formatJoinCode(joinCode);
    this.#show({ name: 'join', code, progress: 'rendezvous' });
    attempt.onStage = (progress) => {
      if (this.#attempt === attempt) this.#show({ name: 'join', code, progress });
    };
    this.follow(attempt, (failure) => this.#show({ name: 'join', code, failure }));
  }

  /** Plays over the connection that an attempt opens, unless another attempt or screen comes first; then it is cancelled. */
  follow(attempt: Attempt, onFailure: (failure: ConnectFailure) => void): void {
    this.#attempt = attempt;
    void attempt.result.then((result) => {
      if (this.#attempt !== attempt) return;
      if (typeof result !== 'string') {
        this.#begin(this.#matches.begin(result));
        return;
      }
      diagnostics.note('connect', `failed: ${result}`);
      onFailure({ error: result, findings: attempt.findings });
      this.#attempt = undefined;
    });
  }

  /** Resumes a match from the disk; it waits there for the other player. */
  resume(game: SavedGame): void {
    this.#cancel();
    this.#joinPressedMs = undefined;
    if (!hasWebRtc()) {
      // The match would wait forever: it is left on the disk, for a window that can connect.
      this.#show({ name: 'join', failure: { error: 'no-webrtc', findings: noFindings } });
      return;
    }
    this.#begin(this.#matches.resume(game));
  }

  #newAdmission(): SpectatorAdmission {
    return new SpectatorAdmission(
      this.rendezvous,
      () => this.settings,
      () => this.#tell(),
    );
  }

  /** Leaves a saved match for good. */
  giveUp(game: SavedGame): void {
    this.savedGames = this.savedGames.filter((other) => other !== game);
    this.#tell();
    void giveUp(this.desktop.calls, game)
      .catch((error: unknown) => diagnostics.note('match-log', 'not given up', error))
      .then(() => this.#loadSavedGames());
  }

  /** Goes back to the menu without leaving the match, which can be resumed from there. */
  putAside(): void {
    this.view?.putAside?.();
    this.toMenu();
  }

  /** Ends the match on the court and goes back to the menu. */
  leave(): void {
    this.view?.leave();
    this.toMenu();
  }

  /** Changes settings, as {@link SettingsStore.save} does. */
  save(changes: Partial<Settings>): Promise<void> {
    if (changes.inputDelayTicks !== undefined) this.view?.setInputDelay?.(changes.inputDelayTicks);
    if (changes.practiceLevel !== undefined) {
      const { skill, name } = opponents[changes.practiceLevel];
      this.view?.setSkill?.(skill, name);
    }
    return this.#settings.save(changes);
  }

  /** Leaves out effects until the window is opened again, and has the settings say so. */
  lowerEffects(lowered: LoweredEffects): void {
    this.loweredEffects = lowered;
    diagnostics.note('court', `drawn slowly, effects lowered to step ${lowered}`);
    this.#tell();
  }

  /** To be called often: notes when a match over the network has reached the court. */
  noteCourt(): void {
    const { view } = this;
    if (view?.kind !== 'network' || this.courtAtMs !== undefined || view.status.phase === 'connecting') return;
    const nowMs = performance.now();
    this.courtAtMs = performance.timeOrigin + nowMs;
    if (this.#joinPressedMs !== undefined) this.joinToCourtMs = nowMs - this.#joinPressedMs;
  }

  #begin(view: MatchView): void {
    if (view instanceof PlayerMatch && view.peerId === HOST_ID) {
      this.spectators ??= this.#newAdmission();
      this.spectators.seat(view);
    }
    this.#attempt = undefined;
    this.courtAtMs = undefined;
    this.joinToCourtMs = undefined;
    this.#show({ name: 'match', view });
  }

  async #loadSavedGames(): Promise<void> {
    const { calls } = this.desktop;
    // A disk that can't be read offers nothing to resume; playing is still possible.
    this.savedGames = await loadSavedGames(calls).catch((error: unknown) => {
      diagnostics.note('match-log', 'saved matches not listed', error);
      return [];
    });
    this.fileProblems = await calls.fileProblems().catch((error: unknown) => {
      diagnostics.note('settings', 'problems not asked for', error);
      return this.fileProblems;
    });
    this.#tell();
  }

  #changeHost(game: HostedGame, changes: Partial<Extract<Screen, { name: 'host' }>>): void {
    if (this.#attempt === game.attempt && this.screen.name === 'host') this.#show({ ...this.screen, ...changes });
  }

  #cancel(): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    this.#hosting = undefined;
    attempt?.cancel();
    this.spectators?.close();
    this.spectators = undefined;
  }

  #show(screen: Screen): void {
    this.screen = screen;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
