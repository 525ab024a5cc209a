#!/usr/bin/python3
"""A window with WebKitGTK for WebKitWebDriver: webkit_window.py FOLDER SCRIPT WIDTH HEIGHT.

MiniBrowser, Debian's own, opens a private session for a driver, and WebKit keeps the console of a private session to itself; nor does it
run a script before the page's. This window keeps its records in FOLDER, runs SCRIPT first, and says on its output what the console says."""
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 - the versions come first


def main():
    folder, script, width, height = sys.argv[1:]
    context = WebKit2.WebContext(website_data_manager=WebKit2.WebsiteDataManager(base_data_directory=folder, base_cache_directory=folder))
    context.set_automation_allowed(True)
    context.set_preferred_languages(["en"])
    scripts = WebKit2.UserContentManager()
    scripts.add_script(WebKit2.UserScript(script, WebKit2.UserContentInjectedFrames.TOP_FRAME, WebKit2.UserScriptInjectionTime.START, None, None))
    view = WebKit2.WebView(web_context=context, user_content_manager=scripts, is_controlled_by_automation=True,
                           settings=WebKit2.Settings(enable_write_console_messages_to_stdout=True))

    def lendToDriver(_context, session):
        application = WebKit2.ApplicationInfo()
        application.set_name("WebKitGTK")
        application.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
        session.set_application_info(application)
        session.connect("create-web-view", lambda _session: view)

    context.connect("automation-started", lendToDriver)
    window = Gtk.Window(default_width=int(width), default_height=int(height), decorated=False)
    window.add(view)
    window.connect("destroy", Gtk.main_quit)
    view.connect("close", lambda _view: window.destroy())
    window.show_all()
    Gtk.main()


main()
