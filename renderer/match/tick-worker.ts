/** Well under a tick (16.7 ms), so that a tick is at most this late; browsers do not fire a repeated timer more often. */
const PERIOD_MS = 4;

let timer: ReturnType<typeof setInterval> | undefined;

// A worker's timer keeps its pace while the window is hidden; the page's own are slowed down then.
addEventListener('message', ({ data: on }) => {
  clearInterval(timer);
  timer = on === true ? setInterval(() => postMessage(0), PERIOD_MS) : undefined;
});
