"""`./run serve`: the service, with a PostgreSQL of its own unless DATABASE_URL names one."""

import sys
from typing import Annotated

import typer
import uvloop

from seeds.persons import Person
from seeds.sign_ins import SignIn
from service.attaching import require_embedded
from service.logs import configure_logs
from service.serving import Start, WaysIn, serve
from service.settings import SYNTHETIC, apart, read_settings

_QUERY = "{ pledges(first: 3) { totalCount nodes { reference title maturity { score missing } } } }"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("serve")(serve_verb)


def serve_verb(
    is_migrating: Annotated[
        bool,
        typer.Option("--migrate", help="Perbarui skema DATABASE_URL dulu. / Migrate DATABASE_URL first."),
    ] = False,
    is_synthetic: Annotated[
        bool,
        typer.Option(
            "--synthetic",
            help="Provinsi sintetis, foldernya sendiri. / A synthetic province, in a folder of its own.",
        ),
    ] = False,
) -> None:
    """Layani di HOST:PORT / Serve on HOST:PORT; DATA_DIR or DATABASE_URL say where the data is."""
    configure_logs()
    settings = read_settings()
    if is_synthetic:
        require_embedded(settings, "--synthetic")
        settings = apart(settings, SYNTHETIC)
    start = Start(
        settings=settings,
        is_migrating=is_migrating,
        is_synthetic=is_synthetic,
        progress=_tell,
        on_ready=_welcome,
    )
    uvloop.run(serve(start))


def _tell(line: str) -> None:
    sys.stderr.write(f"ikrar: {line}\n")


def _welcome(address: str, ways_in: WaysIn) -> None:
    """What a person needs next, on standard output."""
    lines = (
        "",
        f"Ikrar siap / is ready: {address}",
        "",
        *_told(ways_in.tokens),
        *_introduced(ways_in.persons),
        f"Buka di peramban / open in a browser: {address}/ (tanpa skrip / without scripts: {address}/publik)",
        "",
        "Coba / try:",
        f"  curl -s {address}/graphql -H 'content-type: application/json' \\",
        f'    -d \'{{"query": "{_QUERY}"}}\'',
        "",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _told(sign_ins: tuple[SignIn, ...]) -> tuple[str, ...]:
    if not sign_ins:
        return ()
    width = max(len(sign_in.label) for sign_in in sign_ins)
    ways = (f"  {sign_in.label:<{width}}  {sign_in.token}" for sign_in in sign_ins)
    return ("Masuk untuk mencoba / ways in to try (Authorization: Bearer …):", *ways, "")


def _introduced(persons: tuple[Person, ...]) -> tuple[str, ...]:
    if not persons:
        return ()
    width = max(len(person.email) for person in persons)
    lines = (f"  {person.email:<{width}}  {person.password}  {person.label}" for person in persons)
    return ("Orang dan kata sandinya / persons and their passwords (POST /session):", *lines, "")
