// The page of a sign-in: asks for a question to the phone, shows its code as it is now, and goes on when the phone has answered.
const kVersion = 1;
const kStepMs = 1000;
/** After answers that did not come: 2 s, 4 s, 8 s, and no more. */
const kMostFailures = 3;
/** Where several processes answer in turn, the one that knows the code answers at the latest then. */
const kMostElsewhere = 12;

const page = document.getElementById('sign-in');
const [says, code, ends, left, again, here, cancel] = ['says', 'code', 'ends', 'left', 'again', 'here', 'cancel'].map((id) => document.getElementById(id));
const { path } = page.dataset;
let elsewhere = 0;
let failures = 0;
let isOver = false;

/** What was brought back from the phone's own page; out of the address before anything else sees it. */
const brought = /^#citycode=([\w-]{1,64})$/.exec(location.hash)?.[1] ?? null;
if (location.hash) history.replaceState(null, '', location.pathname + location.search);

/** Null when the service, or the network, is away. */
async function asked(verb, body) {
  try {
    const answer = await fetch(`${path}/${verb}`, body === undefined ? { cache: 'no-store' } : {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ version: kVersion, ...body }),
    });
    if (answer.status === 404) location.reload();   // the time for the whole sign-in is over, and the page says so
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function say(key) {
  const text = page.dataset[key];
  if (says.textContent !== text) says.textContent = text;   // spoken once
}

function goOn() {
  isOver = true;
  say('done');
  location.replace(`${path}/finish`);
}

function show(answer) {
  const state = answer?.state ?? 'away';
  if (state === 'ready') return goOn();
  elsewhere = state === 'elsewhere' ? elsewhere + 1 : 0;
  if (state === 'elsewhere' && elsewhere < kMostElsewhere) return undefined;
  const isLive = state === 'waiting' || state === 'opened';
  if (isLive) code.text = answer.address;
  code.parentElement.hidden = state !== 'waiting' && state !== 'away';
  ends.hidden = !isLive;
  if (isLive) left.textContent = `${Math.floor(answer.endsInSeconds / 60)}:${String(answer.endsInSeconds % 60).padStart(2, '0')}`;
  again.hidden = !['expired', 'elsewhere', 'none'].includes(state);
  here.hidden = state !== 'waiting';
  say({ waiting: 'scan', elsewhere: 'lost', none: 'lost' }[state] ?? state);
  return undefined;
}

async function step() {
  if (!isOver && !document.hidden) {
    const answer = await asked('state');
    failures = answer ? 0 : Math.min(failures + 1, kMostFailures);
    if (!isOver) show(answer);
  }
  if (!isOver) setTimeout(step, kStepMs * 2 ** failures);
}

again.addEventListener('click', async () => {
  again.hidden = true;
  show(await asked('ask', { way: 'screen' }));
});
here.addEventListener('click', async () => {
  here.disabled = true;
  const answer = await asked('ask', { way: 'here' });
  here.disabled = false;
  if (answer?.address) location.assign(answer.address);
  else show(answer);
});
cancel.addEventListener('click', async () => {
  cancel.disabled = true;
  if (await asked('cancel', {})) goOn();
  else say('away');
  cancel.disabled = false;
});

if (brought) show(await asked('return', { code: brought }));
else {
  const before = await asked('state');
  show(before?.state === 'none' ? await asked('ask', { way: 'screen' }) : before);
}
void step();
