"""What the environment may say, and how it is refused."""

from pathlib import Path

import pytest

from service.errors import DomainError, ErrorCode
from service.settings import CHECKOUT, read_settings


def test_an_empty_environment_means_the_embedded_database_on_loopback() -> None:
    settings = read_settings({"PORT": "", "DATABASE_URL": ""})
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 8000, CHECKOUT / ".data")
    assert (settings.database_url, settings.owner_database_url) == (None, None)


def test_a_relative_data_folder_counts_from_where_the_command_was_given() -> None:
    assert read_settings({"DATA_DIR": "here"}).data_dir == Path.cwd() / "here"


@pytest.mark.parametrize(
    "given, plain",
    [
        ("postgres://a@b/c", "postgresql://a@b/c"),
        ("postgresql+asyncpg://a@b/c?ssl=require", "postgresql://a@b/c?sslmode=require"),
        ("postgresql://a@b,d:5433/c?sslmode=verify-full", "postgresql://a@b,d:5433/c?sslmode=verify-full"),
        ("postgresql://a@/c?host=/run/pg", "postgresql://a@/c?host=%2Frun%2Fpg"),
    ],
)
def test_a_database_address_is_kept_as_libpq_reads_it(given: str, plain: str) -> None:
    settings = read_settings({"DATABASE_URL": given})
    assert settings.database_url == plain
    assert settings.owner_database_url == plain


@pytest.mark.parametrize(
    "name, value",
    [
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("PORT", "http"),
        ("PORT", "٨٠٠٠"),
        ("PORT", "9" * 5000),
        ("DATABASE_URL", "mysql://a@b/c"),
        ("DATABASE_URL", "postgresql:"),
        ("DATABASE_URL", "postgresql://[b/c"),
        ("OWNER_DATABASE_URL", "rahasia"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name_without_secrets(name: str, value: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_settings({name: value})
    assert (refused.value.code, refused.value.path) == (ErrorCode.INVALID, (name,))
    assert "rahasia" not in refused.value.message
