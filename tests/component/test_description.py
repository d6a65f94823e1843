"""The API's description is what tools take: a validator, generators of clients, and a tester that tries all of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from main.gateway.app import create_app
from main.gateway.runs import Runs
from main.gateway.store.base import State
from main.gateway.store.sqlite.store import SqliteStore
from services.contract import request
from tests.component.conftest import Serve
from tests.conftest import ROOT

Json = dict[str, Any]
PROGRAMS = ROOT / "node_modules" / ".bin"
TYPESCRIPT = PROGRAMS / "openapi-typescript"
CASES = os.environ.get("SCHEMATHESIS_CASES", "5")
"""Cases of fuzzing for each operation, besides those that cover its description."""
USE = """
import io, sys, zipfile
sys.path.insert(0, sys.argv[1])
from storyloom_client import Client
from storyloom_client.api.files import get_package, list_files
from storyloom_client.api.runs import create_run, get_run
from storyloom_client.models import NewRun, NewRunLanguagesItem, NewRunTheme, Problem, State

client = Client(base_url=sys.argv[2], timeout=60)
wish = NewRun(prompt="A fox", length=100, theme=NewRunTheme.COURAGE, languages=[NewRunLanguagesItem.ES], text_only=True)
run = create_run.sync(client=client, body=wish, prefer="wait=60", idempotency_key="once")
assert run.state is State.COMPLETED, run
assert get_run.sync(run.id, client=client).package.name == run.package.name
package = get_package.sync(run.id, client=client).payload.read()
assert len(zipfile.ZipFile(io.BytesIO(package)).namelist()) == len(list_files.sync(run.id, client=client).files)
missing = get_run.sync("unknown", client=client)
assert isinstance(missing, Problem) and missing.reason == "NotFound", missing
"""
SCRIPT = """
import type { components, operations, paths } from "./api";
declare const process: { argv: string[] };
type Made = operations["create_run"]["responses"][202]["content"]["application/json"];
type Problem = paths["/v1/runs"]["post"]["responses"]["default"]["content"]["application/problem+json"];
const wish: components["schemas"]["NewRun"] = {
  prompt: "A fox", length: 100, theme: "courage", languages: ["es"], text_only: true,
};
// @ts-expect-error
const wrong: components["schemas"]["State"] = "lost";

async function story(address: string): Promise<void> {
  const headers = { "Content-Type": "application/json", Prefer: "wait=60" };
  const made = await fetch(`${address}/v1/runs`, { method: "POST", headers, body: JSON.stringify(wish) });
  const run = (await made.json()) as Made;
  if (run.state !== "completed" || run.package === null) throw new Error(`${wrong}: ${JSON.stringify(run)}`);
  const zip = await (await fetch(`${address}/v1/runs/${run.id}/package`)).arrayBuffer();
  if (zip.byteLength !== run.package.bytes) throw new Error(`${zip.byteLength} bytes`);
  const missing = (await (await fetch(`${address}/v1/runs/unknown`)).json()) as Problem;
  if (missing.reason !== "NotFound") throw new Error(JSON.stringify(missing));
}
void story(process.argv[2]);
"""


@pytest.fixture
async def description(tmp_path: Path) -> Json:
    async with await SqliteStore.open(tmp_path / "runs.sqlite3") as store:
        return create_app(Runs(store, 1), {}).openapi()


@pytest.fixture
def described(description: Json, tmp_path: Path) -> Path:
    """The description as a file."""
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(description))
    return path


def run(*command: str | Path, seconds: float = 240, **environment: str) -> str:
    """What a program says; it must end well."""
    done = subprocess.run(
        [*map(str, command)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-6_000:]
    return done.stdout


def test_it_is_valid(description: Json) -> None:
    """OpenAPI 3.1, as it says."""
    assert description["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(description).iter_errors()] == []


def test_it_has_the_contract_s_bounds_and_words(description: Json) -> None:
    """Themes, languages, states, lengths."""
    schemas = description["components"]["schemas"]
    wish = schemas["NewRun"]["properties"]
    assert wish["theme"]["enum"] == ["", *request.THEMES]
    assert wish["languages"]["items"]["enum"] == [*request.LANGUAGES]
    assert (wish["length"]["minimum"], wish["length"]["maximum"]) == (request.MIN_LENGTH, request.MAX_LENGTH)
    assert (wish["prompt"]["maxLength"], wish["story"]["maxLength"]) == (request.MAX_TEXT, request.MAX_STORY)
    assert schemas["State"]["enum"] == [*State]


def test_each_operation_says_how_it_fails(description: Json) -> None:
    """With a problem document."""
    for path in description["paths"].values():
        for operation in path.values():
            assert [*operation["responses"]["default"]["content"]] == ["application/problem+json"]


def test_a_generated_python_client_makes_a_story(described: Path, gateway: Serve, tmp_path: Path) -> None:
    """openapi-python-client: a run, its package, its files, and an error as the problem that it is."""
    settings = {
        "post_hooks": [],
        "package_name_override": "storyloom_client",
        "content_type_overrides": {"application/zip": "application/octet-stream"},
    }
    (tmp_path / "config.json").write_text(json.dumps(settings))
    module, target = "openapi_python_client", tmp_path / "client" / "storyloom_client"
    said = run(
        *(sys.executable, "-m", module, "generate", "--path", described, "--meta", "none"),
        *("--config", tmp_path / "config.json", "--output-path", target),
    )
    assert "WARNING" not in said.replace("get_file", "")
    with gateway(18_083) as (address, _):
        run(sys.executable, "-c", USE, target.parent, address)


@pytest.mark.skipif(not TYPESCRIPT.exists(), reason="openapi-typescript is not here: make setup brings it")
def test_generated_types_of_typescript_make_a_story(described: Path, gateway: Serve, tmp_path: Path) -> None:
    """openapi-typescript and tsc, strictly: a run, its package, and an error as the problem that it is."""
    run(TYPESCRIPT, described, "--default-non-nullable=false", "--output", tmp_path / "api.ts")
    (tmp_path / "use.ts").write_text(SCRIPT)
    run(PROGRAMS / "tsc", *"--strict --skipLibCheck --target es2022 --module commonjs".split(), tmp_path / "use.ts")
    with gateway(18_083) as (address, _):
        run("node", tmp_path / "use.js", address)


def test_what_it_says_is_so(gateway: Serve) -> None:
    """Schemathesis tries each operation, rightly and wrongly: no answer is other than described, and none is a 5xx."""
    # A run's time is over at once: events end, and no story is told.
    with gateway(18_083, RUN_SECONDS="0.01", MAX_WAITING="100000") as (address, _):
        run(
            *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"),
            *("--max-examples", CASES, "--seed", "1", "--no-color", "--generation-database", "none"),
            *("--request-timeout", "20", "--exclude-checks", "positive_data_acceptance"),
            seconds=3_000,
        )
