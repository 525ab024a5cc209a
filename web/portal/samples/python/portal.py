"""A portal that signs people in with Citycode: Flask and the unmodified Authlib, nothing else.

ISSUER, CLIENT_ID, CLIENT_SECRET and ORIGIN say where and who it is; PORT is where it listens."""
import json
import os
import secrets
import time
from urllib.parse import urlencode

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session
from markupsafe import escape

kIssuer = os.environ["ISSUER"]
kOrigin = os.environ["ORIGIN"]
kSessionSeconds = 600

app = Flask(__name__)
# Cookies are signed by a key of this process: who was signed in before it started is not any more.
app.config.update(SECRET_KEY=secrets.token_bytes(32), SESSION_COOKIE_NAME="portal", SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_HTTPONLY=True,
                  SESSION_COOKIE_SECURE=kOrigin.startswith("https:"))
citycode = OAuth(app).register(
    "citycode", client_id=os.environ["CLIENT_ID"], client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=f"{kIssuer}/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"})


def page(body, status=200):
    text = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Sample portal</title><main><h1>Sample portal</h1>{body}</main></html>'
    return text, status, {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


def whoIsHere():
    """A cookie can be kept by anybody who had it: its time is in it."""
    person = session.get("person")
    return person if person and session.get("ends", 0) > time.time() else None


@app.get("/")
def home():
    person = whoIsHere()
    if not person:
        return page('<p><a href="/sign-in">Sign in with Citycode</a></p>')
    return page(f'<p>Signed in as {escape(person.get("name", "somebody"))}.</p><p>Known here as <code>{escape(person["sub"])}</code>.</p>'
                f'<p>18 or older: {"yes" if person.get("citycode_over_18") else "no"}</p><p><a href="/sign-out">Sign out</a></p>')


@app.get("/sign-in")
def signIn():
    claims = json.dumps({"userinfo": {"citycode_over_18": {"essential": True}}})
    return citycode.authorize_redirect(f"{kOrigin}/back", claims=claims)   # with state, nonce and PKCE


@app.get("/back")
def back():
    if not any(key.startswith("_state_citycode_") for key in session):
        return page('<p>This browser began no sign-in. <a href="/sign-in">Sign in</a></p>', 400)
    try:
        token = citycode.authorize_access_token()   # checks state, and the ID token with its nonce
        person = citycode.userinfo(token=token)
    except OAuthError as refused:
        session.clear()
        if refused.error == "access_denied":
            return page('<p>You did not sign in. <a href="/sign-in">Try again</a></p>', 403)
        app.logger.error("%s", refused)
        return page('<p>Signing in did not work. <a href="/sign-in">Try again</a></p>', 502)
    if person["sub"] != token["userinfo"]["sub"]:
        return page("<p>Signing in did not work.</p>", 502)
    session.clear()
    session.update(person=dict(person), ends=time.time() + kSessionSeconds, idToken=token["id_token"])
    return redirect("/", 303)


@app.get("/sign-out")
def signOut():
    idToken = session.get("idToken")
    session.clear()
    if not idToken:
        return redirect("/", 303)
    asked = urlencode({"id_token_hint": idToken, "post_logout_redirect_uri": f"{kOrigin}/"})
    return redirect(f'{citycode.load_server_metadata()["end_session_endpoint"]}?{asked}', 303)


if __name__ == "__main__":
    from werkzeug.serving import make_server
    server = make_server("127.0.0.1", int(os.environ["PORT"]), app, threaded=True)
    print(f"ready at {kOrigin}", flush=True)
    server.serve_forever()
