"""What MkDocs calls. Everything happens in the package beside this file."""

from portal.adapter import Host

_host = Host()
on_startup = _host.on_startup
on_config = _host.on_config
on_files = _host.on_files
on_post_build = _host.on_post_build
on_serve = _host.on_serve
