import { useMemo } from 'preact/hooks';
import type { Settings } from '../../electron/contract/desktop.ts';
import type { AppController } from '../app/app-controller.ts';
import { isRelay, partServers } from '../webrtc/ice-config.ts';
import { Button } from './button.tsx';
import { type Entry, iceServerEntry, meetingPointEntry } from './network-entries.ts';
import { ScreenTitle } from './screen-title.tsx';
import { ServerForm } from './server-form.tsx';
import { ServerList } from './server-list.tsx';
import { useSaving } from './use-saving.ts';

/** Where players meet, and how a connection may be made. Written to the config file at once; counts from the next game on. */
export function NetworkSettingsScreen({ controller }: { readonly controller: AppController }) {
  const [problem, save] = useSaving(controller);
  const { settings } = controller;
  const { lanPlay, rendezvous, iceServers, relayOnly } = settings;
  const refused = useMemo(
    () => new Map(partServers(iceServers, Date.now()).refused.map(({ server, problem }) => [server, problem])),
    [iceServers],
  );
  /** Adds an entry when what was typed is one. Returns what is wrong with it. */
  const add = <T,>(made: Entry<T>, changes: (entry: T) => Partial<Settings>): string => {
    if ('problem' in made) return made.problem;
    save(changes(made.entry));
    return '';
  };
  return (
    <main class="screen">
      <section class="panel wide">
        <ScreenTitle>Network settings</ScreenTitle>
        <div class="columns server-columns">
          <fieldset class="field">
            <legend class="field-label">Where players meet</legend>
            <label class="check">
              <input type="checkbox" checked={lanPlay} onChange={({ currentTarget }) => save({ lanPlay: currentTarget.checked })} />
              <span>Play on the local network</span>
            </label>
            <p class="dim small-print">Lets computers on the same home or office network find your games, and lets you find theirs.</p>
            <ServerList
              label="Brokers, in order of preference"
              empty="No broker: games are met on this computer and the local network."
              addresses={rendezvous.map(({ url, username }) => (username === undefined ? url : `${url} (${username})`))}
              onOrder={(order) => save({ rendezvous: order.flatMap((index) => rendezvous[index] ?? []) })}
            />
            <ServerForm
              label="Broker"
              placeholder="mqtts://example.org or address:port"
              onAdd={({ address, username, password }) =>
                add(meetingPointEntry(settings, address, username, password), (entry) => ({ rendezvous: [...rendezvous, entry] }))
              }
            />
          </fieldset>
          <fieldset class="field">
            <legend class="field-label">How they connect</legend>
            <label class="check">
              <input type="checkbox" checked={relayOnly} onChange={({ currentTarget }) => save({ relayOnly: currentTarget.checked })} />
              <span>Hide my address (use relays only)</span>
            </label>
            {relayOnly && !iceServers.some(isRelay) ? (
              <p class="field-problem">No TURN server is set, so no connection can be made in either direction.</p>
            ) : (
              <p class="dim small-print">A direct connection shows each player the other’s address. A relay is slower.</p>
            )}
            <ServerList
              label="STUN and TURN servers"
              empty="None. That is enough on one computer or a local network."
              addresses={iceServers.map(
                ({ urls, username, secret }) =>
                  `${urls}${username === undefined ? '' : ` (${username})`}${secret === undefined ? '' : ' (shared secret)'}`,
              )}
              problems={iceServers.map((server) => refused.get(server))}
              onOrder={(order) => save({ iceServers: order.flatMap((index) => iceServers[index] ?? []) })}
            />
            <ServerForm
              label="Server"
              placeholder="turn:example.org:3478"
              sharedSecret
              onAdd={({ address, username, password, shared }) =>
                add(iceServerEntry(settings, address, username, password, shared), (entry) => ({ iceServers: [...iceServers, entry] }))
              }
            />
          </fieldset>
        </div>
        <p class="field-problem" role="status">
          {problem}
        </p>
        <div class="actions">
          <Button label="Back to menu" look="primary" onClick={() => controller.toMenu()} />
          <Button label="Network test" onClick={() => controller.open('network-test')} />
        </div>
      </section>
    </main>
  );
}
