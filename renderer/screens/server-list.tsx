import { Button } from './button.tsx';

interface ServerListProps {
  readonly label: string;
  /** Said when there is none. */
  readonly empty: string;
  readonly addresses: readonly string[];
  /** What is wrong with each, beside it; undefined where nothing is. */
  readonly problems?: readonly (string | undefined)[];
  /** Called with the indices of those that are to stay, in their new order. */
  readonly onOrder: (indices: readonly number[]) => void;
}

/** Addresses that can be moved up and removed. */
export function ServerList({ label, empty, addresses, problems = [], onOrder }: ServerListProps) {
  const all = addresses.map((_, index) => index);
  const raised = (index: number): number[] => [...all.slice(0, index - 1), index, index - 1, ...all.slice(index + 1)];
  if (addresses.length === 0) return <p class="dim small-print">{empty}</p>;
  return (
    <ol class="server-list" aria-label={label}>
      {addresses.map((address, index) => (
        <li key={address}>
          <span>
            {address}
            {problems[index] !== undefined && <small class="field-problem">Left out. {problems[index]}</small>}
          </span>
          {index > 0 && <Button label="↑" look="small quiet" aria-label={`Move ${address} up`} onClick={() => onOrder(raised(index))} />}
          <Button
            label="✕"
            look="small quiet"
            aria-label={`Remove ${address}`}
            onClick={() => onOrder(all.filter((other) => other !== index))}
          />
        </li>
      ))}
    </ol>
  );
}
