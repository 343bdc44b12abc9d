"""A change of the schema that breaks a screen is found without running anything."""

import subprocess

import pytest

from graph.client.building import project, run


def test_a_field_that_is_gone_from_the_schema_is_named_with_the_document_that_asks_for_it() -> None:
    with project() as place:
        run(place, "build/schema.ts")
        schema = place.parent / "graph" / "schema.graphql"
        told = schema.read_text()
        assert "  shortName: String!" in told
        schema.write_text(told.replace("  shortName: String!", "  shorterName: String!"))
        with pytest.raises(subprocess.CalledProcessError) as broken:
            run(place, "build/schema.ts")
    assert b'PledgePage: Cannot query field "shortName" on type "Agency".' in broken.value.stderr


def test_a_part_that_does_not_fit_its_neighbours_is_named() -> None:
    with project() as place:
        run(place, "build/schema.ts")
        (place / "src" / "planted.ts").write_text(
            'import { percent } from "./words/words.ts";\nexport const planted: number = percent("1");\n'
        )
        with pytest.raises(subprocess.CalledProcessError) as broken:
            run(place, "node_modules/typescript/bin/tsc", "--project", ".")
    assert broken.value.stdout.count(b"src/planted.ts(2,") == 2
