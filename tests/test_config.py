from pathlib import Path

import pytest

from ecqa.config import Settings, load_settings
from ecqa.errors import SettingsError
from ecqa.messages import Messages


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ECQA_{name.upper()}", raising=False)


def test_defaults_need_no_network_key_or_file():
    settings = load_settings()
    assert (settings.corpus, settings.index) == (Path("corpus"), Path("index"))
    assert (settings.lang, settings.host, settings.port) == ("zh", "127.0.0.1", 7860)
    assert (settings.embedding_model, settings.chat_model, settings.chat_base_url, settings.chat_api_key) == (None,) * 4


def test_what_is_chosen_outranks_the_environment_and_that_the_file(tmp_path, monkeypatch):
    Path("ecqa.toml").write_text("port = 1001\nhost = '0.0.0.0'\nlang = 'en'\n", "utf-8")
    monkeypatch.setenv("ECQA_PORT", "1002")
    monkeypatch.setenv("ECQA_HOST", "::1")
    settings = load_settings(port=1003, host=None)
    assert (settings.port, settings.host, settings.lang) == (1003, "::1", "en")


def test_an_empty_variable_counts_as_absent(monkeypatch):
    monkeypatch.setenv("ECQA_CORPUS", "")
    assert load_settings().corpus == Path("corpus")


def test_folders_in_a_file_are_relative_to_it(tmp_path):
    file = tmp_path / "there" / "site.toml"
    file.parent.mkdir()
    file.write_text("corpus = 'texts'\nindex = '/var/lib/ecqa'\n", "utf-8")
    settings = load_settings(file)
    assert (settings.corpus, settings.index) == (tmp_path / "there" / "texts", Path("/var/lib/ecqa"))


def test_a_key_is_not_shown():
    settings = load_settings(chat_api_key="sk-secret")
    assert "sk-secret" not in repr(settings)
    assert settings.chat_api_key is not None
    assert settings.chat_api_key.get_secret_value() == "sk-secret"


@pytest.mark.parametrize(
    ("content", "key", "place"),
    [
        (b"port = 'many'", "settings-port", "ecqa.toml"),
        (b"port = 70000", "settings-port", "ecqa.toml"),
        (b"lang = 'fr'", "settings-lang", "ecqa.toml"),
        (b"host = 5", "settings-value", "ecqa.toml"),
        (b"corpsu = 'x'", "settings-unknown", "ecqa.toml"),
        (b"[corpus]\na = 1", "settings-value", "ecqa.toml"),
        (b"chat_price_prompt = -1", "settings-price", "ecqa.toml"),
        (b"chat_api_key = 'sk-secret'", "settings-secret", "ecqa.toml"),
        (b"port = ", "settings-syntax", "ecqa.toml"),
        (b"corpus = '\xd7\xca\xc1\xcf'", "settings-syntax", "ecqa.toml"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(content, key, place):
    Path("ecqa.toml").write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.key == key
    for lang in ("zh", "en"):
        line = Messages(lang).error(caught.value)
        assert place in line
        assert "\n" not in line


def test_a_variable_that_cannot_be_used_is_named(monkeypatch):
    monkeypatch.setenv("ECQA_PORT", "0")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert Messages().error(caught.value) == "ECQA_PORT 指定的端口不能用；它应当是 1 到 65535 之间的整数。"


def test_a_named_file_must_exist(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "absent.toml")
    assert Messages().error(caught.value) == f"读不了设置文件 {tmp_path}/absent.toml（No such file or directory）；请检查路径和权限。"


def test_the_server_keeps_what_it_is_left_in_a_folder_of_its_own_for_half_a_year():
    settings = load_settings(database_url="postgresql://ecqa:secret@db/ecqa")
    assert (settings.data, settings.retention_days, settings.questions_a_minute) == (Path("data"), 180, 20)
    assert "secret" not in repr(settings)


@pytest.mark.parametrize("name", ["retention_days", "questions_a_minute", "chat_tokens_a_day"])
def test_a_number_of_the_server_is_at_least_one(monkeypatch, name):
    monkeypatch.setenv(f"ECQA_{name.upper()}", "0")
    with pytest.raises(SettingsError, match="settings-number"):
        load_settings()
