import { outcome, say } from './say.ts';

// Fetches one URL after the other.
for (const url of process.argv.slice(2)) {
  say(await outcome(fetch(url).then((response) => response.text())));
}
