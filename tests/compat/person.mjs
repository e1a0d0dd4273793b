// One person with the official client library: REST by Client4, events by WebSocketClient.
import {createRequire} from 'node:module';

import WebSocket from 'ws';

globalThis.WebSocket ??= WebSocket;
globalThis.window ??= {addEventListener() {}, removeEventListener() {}};
const {Client4, WebSocketClient} = createRequire(import.meta.url)('@mattermost/client');

const DEADLINE_MS = 20_000;

export class Person {
    constructor(base, name) {
        this.base = base;
        this.name = name;
        this.password = 'Password-1234';
        this.rest = new Client4();
        this.rest.setUrl(base);
        this.events = [];
        this.waiting = [];
    }

    async signUp() {
        await this.rest.createUser({email: `${this.name}@example.com`, username: this.name, password: this.password}, '', '');
        this.me = await this.rest.login(this.name, this.password);
    }

    // Opens the event stream and returns once the server has said hello.
    async listen() {
        this.socket = new WebSocketClient();
        this.socket.addMessageListener((message) => this.heard(message));
        const opened = new Promise((resolve) => this.socket.addFirstConnectListener(resolve));
        this.socket.initialize(`${this.base.replace('http', 'ws')}/api/v4/websocket`, this.rest.getToken());
        await opened;
        await this.event('hello', () => true);
    }

    heard(message) {
        this.events.push(message);
        this.waiting = this.waiting.filter((one) => !one(message));
    }

    // The first event of this name, heard before or yet to come, that `matches`.
    event(name, matches) {
        const wanted = (message) => message.event === name && matches(message);
        const found = this.events.find(wanted);
        if (found) {
            return Promise.resolve(found);
        }
        return new Promise((resolve, reject) => {
            const names = () => this.events.map((one) => one.event).join(', ');
            const timer = setTimeout(() => reject(new Error(`${this.name}: no ${name} in time; heard: ${names()}`)), DEADLINE_MS);
            this.waiting.push((message) => {
                const hit = wanted(message);
                if (hit) {
                    clearTimeout(timer);
                    resolve(message);
                }
                return hit;
            });
        });
    }

    leave() {
        this.socket?.close();
    }
}
