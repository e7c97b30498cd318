import { useState } from 'preact/hooks';

/** What was typed about a server. */
export interface TypedServer {
  readonly address: string;
  readonly username: string;
  readonly password: string;
  /** The password is a secret from which expiring ones are made. */
  readonly shared: boolean;
}

interface ServerFormProps {
  /** What is to be added, in a word. */
  readonly label: string;
  readonly placeholder: string;
  /** Whether the server may have a shared secret. */
  readonly sharedSecret?: boolean;
  /** Returns what is wrong with it; empty when it was added. */
  readonly onAdd: (typed: TypedServer) => string;
}

const nothing: TypedServer = { address: '', username: '', password: '', shared: false };
/** As long as the config file takes. */
const MAX_CHARACTERS = 512;

/** Takes the address of a server, with user and password where it wants them. */
export function ServerForm({ label, placeholder, sharedSecret = false, onAdd }: ServerFormProps) {
  const [typed, setTyped] = useState(nothing);
  const [problem, setProblem] = useState('');
  const change = (changes: Partial<TypedServer>): void => setTyped({ ...typed, ...changes });
  return (
    <form
      class="server-form"
      onSubmit={(event) => {
        event.preventDefault();
        const wrong = onAdd(typed);
        setProblem(wrong);
        if (wrong === '') setTyped(nothing);
      }}
    >
      <input
        type="text"
        aria-label={`${label}: address`}
        placeholder={placeholder}
        maxLength={MAX_CHARACTERS}
        spellcheck={false}
        autocomplete="off"
        value={typed.address}
        onInput={({ currentTarget }) => change({ address: currentTarget.value })}
      />
      {typed.address !== '' && (
        <div class="pair">
          <input
            type="text"
            aria-label={`${label}: user name`}
            placeholder="User, if any"
            maxLength={MAX_CHARACTERS}
            spellcheck={false}
            autocomplete="off"
            value={typed.username}
            onInput={({ currentTarget }) => change({ username: currentTarget.value })}
          />
          <input
            type="password"
            aria-label={`${label}: ${typed.shared ? 'shared secret' : 'password'}`}
            placeholder={typed.shared ? 'Shared secret' : 'Password'}
            maxLength={MAX_CHARACTERS}
            autocomplete="off"
            value={typed.password}
            onInput={({ currentTarget }) => change({ password: currentTarget.value })}
          />
        </div>
      )}
      {typed.address !== '' && sharedSecret && (
        <label class="check">
          <input type="checkbox" checked={typed.shared} onChange={({ currentTarget }) => change({ shared: currentTarget.checked })} />
          <span>This is coturn’s shared secret</span>
        </label>
      )}
      <p class="field-problem" role="status">
        {problem}
      </p>
      <button type="submit" class="button small" disabled={typed.address.trim() === ''}>
        Add {label.toLowerCase()}
      </button>
    </form>
  );
}
