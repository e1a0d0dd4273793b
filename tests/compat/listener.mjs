// The second person, in a process of its own: signs up, waits to be drawn into the conversation, and answers.
import {Person} from './person.mjs';

const bob = new Person(process.argv[2], 'bob');
await bob.signUp();
await bob.listen();
process.send({userId: bob.me.id});

const channelId = await new Promise((resolve) => process.once('message', (message) => resolve(message.channelId)));
const posted = await bob.event('posted', (e) => e.broadcast.channel_id === channelId && JSON.parse(e.data.post).type === '');
const question = JSON.parse(posted.data.post);
if (!JSON.parse(posted.data.mentions ?? '[]').includes(bob.me.id)) {
    throw new Error('bob was mentioned and the event does not say so');
}
await bob.event('typing', (e) => e.broadcast.channel_id === channelId && e.data.user_id !== bob.me.id);
await bob.rest.addReaction(bob.me.id, question.id, 'wave');
const info = (await bob.rest.getFileInfosForPost(question.id))[0];
const file = await fetch(bob.rest.getFileUrl(info.id, 0), {headers: {Authorization: `Bearer ${bob.rest.getToken()}`}});
if (await file.text() !== 'what a file says') {
    throw new Error('the file came back changed');
}
// Last: upon the answer the question is deleted, and its file with it.
await bob.rest.createPost({channel_id: channelId, root_id: question.id, message: 'an answer in the thread'});
await bob.event('post_edited', (e) => JSON.parse(e.data.post).id === question.id);
await bob.event('post_deleted', (e) => JSON.parse(e.data.post).id === question.id);
bob.leave();
process.send({done: true});
process.disconnect();
