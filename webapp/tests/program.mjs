// A program beside the server: it answers buttons, menus and dialogs.
import { createServer } from 'node:http';

/** Opens the program. `api` calls the server in somebody's name; `asked` has what came, oldest first. */
export async function openProgram(api) {
  const asked = [];
  const answers = {
    '/deploy': () => ({ update: { message: 'Deployed.', props: {} } }),
    '/pick': (body) => ({ ephemeral_text: `Picked ${body.context.selected_option}` }),
    '/form': async (body) => {
      const elements = [
        { display_name: 'Name', name: 'name', type: 'text', help_text: 'How it is called' },
        { display_name: 'Why', name: 'why', type: 'textarea', optional: true },
        {
          display_name: 'Where',
          name: 'where',
          type: 'select',
          options: [
            { text: 'Staging', value: 'staging' },
            { text: 'Production', value: 'production' },
          ],
        },
        { display_name: 'Tell all', name: 'tell', type: 'bool', optional: true, placeholder: 'Tell everybody' },
      ];
      const dialog = { callback_id: 'ship', title: 'Ship it', submit_label: 'Ship', state: 'kept', elements };
      await api('POST', '/actions/dialogs/open', { trigger_id: body.trigger_id, url: `${url}/submit`, dialog });
      return {};
    },
    '/submit': (body) => (body.submission.name === 'taken' ? { errors: { name: 'That name is taken.' } } : {}),
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    let text = '';
    request.on('data', (part) => (text += part));
    request.on('end', async () => {
      const body = JSON.parse(text);
      asked.push({ path, body });
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(await answers[path](body)));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, asked, close: () => server.close() };
}
