// A conversation between two people in two processes, from sign-up to the deletion of a post, by the official client.
// The address of an empty server is in BASE_URL.
import assert from 'node:assert/strict';
import {fork} from 'node:child_process';
import {once} from 'node:events';

import {Person} from './person.mjs';

const base = process.env.BASE_URL;
let passed = 0;
const check = (what, condition) => {
    assert.ok(condition, what);
    passed += 1;
};

const alice = new Person(base, 'alice');
await alice.signUp();
check('the first account is the administrator', alice.me.roles.includes('system_admin'));
const config = await alice.rest.getClientConfig();
check('the client configuration names the version', config.Version === '11.6.0' || config.BuildNumber === '11.6.0');
check('every feature is on', (await alice.rest.getClientLicenseOld()).IsLicensed === 'true');
await alice.rest.patchConfig({TeamSettings: {EnableOpenServer: true}});
await alice.listen();

const bob = fork(new URL('./listener.mjs', import.meta.url), [base]);
const ended = once(bob, 'exit');
ended.then(([code]) => {
    if (code !== 0) {
        console.error(`bob ended with ${code}`);
        process.exit(1);
    }
});
const [{userId}] = await once(bob, 'message');

const team = await alice.rest.createTeam({name: 'rookery', display_name: 'Rookery', type: 'O'});
await alice.rest.addToTeam(team.id, userId);
await alice.event('user_added', (e) => e.data.user_id === userId);
const channel = await alice.rest.createChannel({team_id: team.id, name: 'nest', display_name: 'Nest', type: 'O'});
await alice.rest.addToChannel(userId, channel.id);
bob.send({channelId: channel.id});

const form = new FormData();
form.append('channel_id', channel.id);
form.append('files', new Blob(['what a file says'], {type: 'text/plain'}), 'note.txt');
const uploaded = await alice.rest.uploadFile(form);
const question = await alice.rest.createPost({
    channel_id: channel.id,
    message: 'hello @bob, how are you?',
    file_ids: [uploaded.file_infos[0].id],
    pending_post_id: `${alice.me.id}:1`,
});
const again = await alice.rest.createPost({channel_id: channel.id, message: 'hello', pending_post_id: `${alice.me.id}:1`});
check('a retry makes no second post', again.id === question.id);
alice.socket.userTyping(channel.id, '');

const reaction = await alice.event('reaction_added', (e) => JSON.parse(e.data.reaction).post_id === question.id);
check('the reaction is bob\'s', JSON.parse(reaction.data.reaction).user_id === userId);
const answer = await alice.event('posted', (e) => JSON.parse(e.data.post).root_id === question.id);
check('the answer is in the thread', JSON.parse(answer.data.post).message === 'an answer in the thread');

const listed = await alice.rest.getPosts(channel.id, 0, 60, true, false, false);
check('the channel lists question and answer', listed.order.length >= 2);
const thread = await alice.rest.getPostThread(question.id);
check('the thread holds both', Object.keys(thread.posts).length === 2);
const unread = await alice.rest.getMyTeamUnreads();
check('unread counters are there', Array.isArray(unread));
await alice.rest.viewMyChannel(channel.id);
const categories = await alice.rest.getChannelCategories(alice.me.id, team.id);
check('the sidebar has its categories', categories.categories.length >= 3);
await alice.rest.savePreferences(alice.me.id, [{user_id: alice.me.id, category: 'theme', name: '', value: '{}'}]);
const found = await alice.rest.searchPosts(team.id, 'answer', false);
check('search finds the answer', found.order.includes(JSON.parse(answer.data.post).id));
const statuses = await alice.rest.getStatusesByIds([userId]);
check('bob is online', statuses[0].status === 'online');

await alice.rest.patchPost({id: question.id, message: 'hello @bob, how are you today?'});
const deleted = once(bob, 'message');
await new Promise((resolve) => setImmediate(resolve));
await alice.event('post_edited', (e) => JSON.parse(e.data.post).id === question.id);
await alice.rest.deletePost(question.id);
const [{done}] = await deleted;
check('bob heard all of it', done === true);
const [code] = await ended;
check('bob left in good order', code === 0);
alice.leave();
console.log(`${passed} passed, 0 failed`);
process.exit(0);
