"""What the environment may say, and how it is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from service.errors import DomainError, ErrorCode
from service.settings import CHECKOUT, apart, read_settings


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


def test_persons_come_in_as_the_environment_says() -> None:
    settings = read_settings(
        {
            "SESSION_IDLE_HOURS": "1",
            "SECOND_FACTOR_FOR": "secretariat, Administrator",
            "TRUSTED_PROXIES": "10.0.0.1, 2001:db8::/32",
            "SMTP_URL": "smtps://a:rahasia@b",
        }
    )
    assert (settings.session_idle, settings.session_longest) == (timedelta(hours=1), timedelta(days=7))
    assert settings.second_factor_for == {"SECRETARIAT", "ADMINISTRATOR"}
    assert settings.trusted_proxies == ("10.0.0.1", "2001:db8::/32")
    assert "rahasia" not in repr(settings)


def test_a_folder_apart_has_keys_of_its_own() -> None:
    settings = read_settings({"SECRETS_KEY_FILE": "/keys/a"})
    assert apart(settings, "x").seal_key_file == CHECKOUT / ".data/x/seal.key"
    assert apart(settings, "x").secrets_key_file == Path("/keys/a")
    assert apart(read_settings({}), "x").secrets_key_file == CHECKOUT / ".data/x/secrets.key"
    assert read_settings({"DATABASE_URL": "postgresql://a@b/c"}).secrets_key_file is None


def test_nobody_is_a_trusted_proxy_unless_named() -> None:
    assert read_settings({}).trusted_proxies == ()
    named = read_settings({"TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8 ,fd00::/8,"}).trusted_proxies
    assert named == ("127.0.0.1", "10.0.0.0/8", "fd00::/8")


def test_no_page_of_another_site_may_ask_unless_its_site_is_named() -> None:
    assert read_settings({}).allowed_origins == ()
    named = read_settings({"ALLOWED_ORIGINS": "https://Portal.example.go.id/, http://localhost:3000"})
    assert named.allowed_origins == ("https://portal.example.go.id", "http://localhost:3000")


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
        ("DATABASE_URL_PUBLIC", "postgresql://a@b/c"),
        ("PUBLIC_URL", "ikrar.example.go.id"),
        ("PUBLIC_URL", "https://ikrar.example.go.id/below"),
        ("SMTP_URL", "http://a:rahasia@b"),
        ("SMTP_URL", "smtp:rahasia"),
        ("SESSION_HOURS", "0"),
        ("SESSION_IDLE_HOURS", "1.5"),
        ("SECOND_FACTOR_FOR", "secretariat, king"),
        ("TRUSTED_PROXIES", "10.0.0.0/8 proxy"),
        ("PUBLIC_POINTS", "999"),
        ("SIGNED_IN_POINTS", "9" * 5000),
        ("TRUSTED_PROXIES", "*"),
        ("TRUSTED_PROXIES", "proxy.example"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("ALLOWED_ORIGINS", "*"),
        ("ALLOWED_ORIGINS", "portal.example.go.id"),
        ("ALLOWED_ORIGINS", "https://a.example.go.id, https://b.example.go.id/below"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name_without_secrets(name: str, value: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_settings({name: value})
    assert (refused.value.code, refused.value.path) == (ErrorCode.INVALID, (name,))
    assert "rahasia" not in refused.value.message
