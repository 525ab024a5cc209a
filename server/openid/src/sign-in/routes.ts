/** The pages and questions of one sign-in, for the browser that began it: its cookie says which that is. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InteractionResults, Provider } from 'oidc-provider';
import { kReturnPath } from '../addresses.js';
import { accountOf, askedBy, kAcr, kAmr } from '../claims.js';
import type { Configuration } from '../configuration.js';
import { cookieOf, html, json, readJson, redirect, RequestRefused } from '../http.js';
import { kApproved } from '../kept/adapter.js';
import { DatabaseAway } from '../kept/database.js';
import type { Records } from '../kept/records.js';
import { languageFor, messagePage, signInPage } from '../pages.js';
import { grantSecondsOf, kInteractionSeconds, signInPath } from '../provider.js';
import type { End, Interacting, SignIns, Way } from './sign-ins.js';

/** Of what the page's script says. */
const kMessageVersion = 1;
const kReturnCookie = 'citycode_sign_in';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

const kDescriptions = {
  refused: 'the person did not agree', cancelled: 'the sign-in was cancelled',
  expired: 'the time for the code was over', over: 'the time for the sign-in was over',
} as const;

export class SignInRoutes {
  constructor(
    private readonly configuration: Configuration, private readonly records: Records, private readonly signIns: SignIns,
    private readonly provider: () => Provider,
  ) {}

  /** False when the path is not one of a sign-in. */
  async answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<boolean> {
    if (url.pathname === kReturnPath) {
      this.#sendBack(request, response);
      return true;
    }
    const found = /^\/sign-in\/([\w-]{1,64})(?:\/(state|ask|return|cancel|finish))?$/u.exec(url.pathname);
    if (!found) return false;
    const [, uid, verb = 'page'] = found;
    const verbs = request.method === 'POST' ? ['ask', 'return', 'cancel'] : request.method === 'GET' ? ['page', 'state', 'finish'] : [];
    if (!verbs.includes(verb)) throw new RequestRefused(405, 'this address is not asked in this way');
    const interaction = await this.#interaction(request, response, uid!);
    const interacting = this.#interacting(interaction);
    switch (verb) {
      case 'page': this.#show(request, response, url, interaction, interacting); break;
      case 'state': json(response, 200, { version: kMessageVersion, ...await this.signIns.state(interacting) }); break;
      case 'finish': await this.#finish(response, interaction, interacting); break;
      default: json(response, 200, { version: kMessageVersion, ...await this.#told(verb, request, response, interacting) });
    }
    return true;
  }

  #show(request: IncomingMessage, response: ServerResponse, url: URL, interaction: Interaction, interacting: Interacting): void {
    const wished = [url.searchParams.get('lang') ?? '', String(interaction.params['ui_locales'] ?? '')];
    html(response, 200, signInPage({ ...interacting, language: languageFor(wished, request.headers['accept-language']), configuration: this.configuration }));
  }

  async #told(verb: string, request: IncomingMessage, response: ServerResponse, interacting: Interacting): Promise<object> {
    if (request.headers.origin !== this.configuration.issuer) throw new RequestRefused(403, 'only the page of the sign-in may ask this');
    const body = await readJson(request);
    if (body['version'] !== kMessageVersion) throw new RequestRefused(400, `messages of version ${JSON.stringify(body['version'] ?? null)} are not known here`);
    if (verb === 'ask') {
      const way = body['way'];
      if (way !== 'screen' && way !== 'here') throw new RequestRefused(400, 'way is "screen" or "here"');
      return this.#ask(response, interacting, way);
    }
    if (verb === 'return') {
      if (typeof body['code'] !== 'string' || !/^[\w-]{1,64}$/u.test(body['code'])) throw new RequestRefused(400, 'code is what the phone brought back');
      await this.signIns.broughtBack(interacting, body['code']);
    } else {
      await this.signIns.cancel(interacting);
    }
    return this.signIns.state(interacting);
  }

  async #ask(response: ServerResponse, interacting: Interacting, way: Way): Promise<object> {
    if (way === 'here') {
      const secure = this.configuration.issuer.startsWith('https:') ? '; Secure' : '';
      const only = `Path=${kReturnPath}; Max-Age=${kInteractionSeconds}; HttpOnly; SameSite=Lax${secure}`;
      response.setHeader('Set-Cookie', `${kReturnCookie}=${interacting.uid}; ${only}`);
    }
    try {
      return await this.signIns.ask(interacting, way);
    } catch (cause) {
      if (cause instanceof DatabaseAway) throw cause;
      throw new RequestRefused(502, 'the city cannot be reached, or did not take the question', 'error', { cause });
    }
  }

  /** The phone comes back to one address for all; browsers carry what is behind the # along. */
  #sendBack(request: IncomingMessage, response: ServerResponse): void {
    const uid = cookieOf(request, kReturnCookie);
    if (uid && /^[\w-]{1,64}$/u.test(uid)) redirect(response, signInPath(uid));
    else html(response, 400, messagePage(languageFor([], request.headers['accept-language']), 'otherBrowser'));
  }

  async #interaction(request: IncomingMessage, response: ServerResponse, uid: string): Promise<Interaction> {
    const interaction = await this.provider().interactionDetails(request, response).catch((cause: unknown) => {
      if ((cause as Error).name === 'SessionNotFound') throw new RequestRefused(404, 'this sign-in is over, or another browser began it', 'otherBrowser');
      throw cause;
    });
    if (interaction.uid !== uid) throw new RequestRefused(404, 'this sign-in is over, or another browser began it', 'otherBrowser');
    return interaction;
  }

  #interacting(interaction: Interaction): Interacting {
    const client = this.configuration.clients.find(({ id }) => id === interaction.params['client_id']);
    if (!client) throw new RequestRefused(404, 'this portal is not known any more');
    return { uid: interaction.uid, client, asked: askedBy(interaction.params, client.claims), endsUnixSeconds: interaction.exp };
  }

  async #finish(response: ServerResponse, interaction: Interaction, interacting: Interacting): Promise<void> {
    const end = await this.signIns.taken(interacting);
    if (end === null) return redirect(response, signInPath(interacting.uid));
    if (end === 'taken') return redirect(response, interaction.returnTo);
    interaction.result = end.outcome === 'signed-in' ? await this.#granted(interaction, interacting, end) : {
      error: 'access_denied', error_description: end.outcome === 'failed' ? `the city or the phone refused: ${end.fault}` : kDescriptions[end.outcome],
    };
    await interaction.persist();
    await this.signIns.forget(interacting);
    redirect(response, interaction.returnTo);
  }

  async #granted(interaction: Interaction, { client, asked }: Interacting, end: End & { readonly outcome: 'signed-in' }): Promise<InteractionResults> {
    const provider = this.provider(), { sessionSeconds } = this.configuration;
    const accountId = accountOf(client.id, end.subject);
    await this.#endOtherSession(interaction, accountId);
    const grant = new provider.Grant({ accountId, clientId: client.id });
    grant.addOIDCScope(String(interaction.params['scope']));
    grant.addOIDCClaims([...asked.required, ...asked.optional, ...client.claims]);
    const seconds = grantSecondsOf(this.configuration);
    const grantId = await grant.save();
    await this.records.put(kApproved, grantId, end.claims, seconds, { grant: grantId });
    return { login: { accountId, acr: kAcr, amr: [...kAmr], remember: sessionSeconds > 0 }, consent: { grantId } };
  }

  /** A browser is somebody at one portal at a time: who was here before is signed out first, or the provider would ask about it. */
  async #endOtherSession(interaction: Interaction, accountId: string): Promise<void> {
    const { uid } = interaction.session ?? {};
    const session = uid === undefined ? undefined : await this.provider().Session.findByUid(uid);
    if (!session?.accountId || session.accountId === accountId) return;
    delete (session as { accountId?: string }).accountId;
    session.authorizations = {};
    await session.persist();
    delete (interaction as { session?: unknown }).session;   // what it was begun in is over
  }
}
