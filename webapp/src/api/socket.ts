import { WebSocketClient } from '@mattermost/client';

import { apply, show, useView } from '../store';
import { type Message, reduce } from '../store/events';
import { catchUp, closeGap } from './catchUp';
import { basePath, client } from './client';
import { saveDrafts } from './drafts';
import { follow } from './follow';
import { needed, takeMissing, whenMissing } from './needed';
import { flush } from './outbox';

let socket: WebSocketClient | null = null;
let wire: WebSocket | null = null;

/** Pause until what did not come is asked for again while the event stream is there, in milliseconds. */
const AGAIN_MS = 3_000;

/** Loads what did not come while the server was away. Without the event stream it waits for that. */
function makeGood(): void {
  if (useView.getState().connection === 'open' && takeMissing()) needed(catchUp());
}

whenMissing(() => window.setTimeout(makeGood, AGAIN_MS));

const address = () =>
  `${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}${basePath}/api/v4/websocket`;

/** Opens the event stream. The library resumes it after an interruption, or says that events were missed. */
export function connect(): void {
  if (socket) return;
  const opened = new WebSocketClient({
    minWebSocketRetryTime: 1_000,
    reconnectJitterRange: 1_000,
    newWebSocketFn: (url) => (wire = new WebSocket(url)),
  });
  socket = opened;
  show({ connection: 'connecting' });
  const open = () => show({ connection: 'open' });
  opened.addFirstConnectListener(() => {
    open();
    needed(closeGap());
  });
  opened.addReconnectListener(() => {
    open();
    makeGood();
    void flush();
    void saveDrafts();
  });
  opened.addCloseListener((failed) => {
    show({ connection: 'lost' });
    // The stream does not say why it ends: the answer does, when it was because of the session.
    if (failed === 1) client.getMe().catch(() => undefined);
  });
  // A network that is gone is known at once; the stream would notice it only at its next ping.
  window.addEventListener('offline', () => socket && show({ connection: 'lost' }));
  window.addEventListener('online', () => {
    // A stream that outlived the gap does not open again.
    if (socket && wire?.readyState === WebSocket.OPEN) {
      open();
      makeGood();
    }
    void flush();
  });
  opened.addMissedMessageListener(() => needed(catchUp()));
  opened.addMessageListener((message) => {
    const event = message as unknown as Message;
    if (event.event === 'hello') show({ connectionId: String(event.data.connection_id ?? '') });
    apply((data) => reduce(data, event, Date.now()));
    follow(event);
  });
  opened.initialize(address());
}

/** Ends the event stream for good. */
export function disconnect(): void {
  socket?.close();
  socket = null;
  show({ connection: 'idle' });
}

let typingToldAt = 0;

/** Tells others that I write, at most every few seconds. */
export function tellTyping(channelId: string, rootId: string): void {
  const now = Date.now();
  if (now - typingToldAt < 3_000) return;
  typingToldAt = now;
  socket?.userTyping(channelId, rootId);
}
