import pytest

from specdouble.mockserver.settings import Settings
from specdouble.mockserver.sources import (
    from_environment,
    from_flags,
    from_folder,
    from_keywords,
    gather,
)
from specdouble.spec.errors import SettingError


@pytest.fixture
def folder(tmp_path):
    """A folder, and a function that writes settings files into it."""

    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_without_sources_everything_is_as_by_default():
    assert gather() == Settings()


def test_flags_go_before_the_environment_and_that_before_the_file(folder):
    file = from_folder(folder(specdouble="port = 1\nhost = 'file'\nseed = 1"))
    environment = from_environment({"SPECDOUBLE_PORT": "2", "SPECDOUBLE_HOST": "environment"})
    settings = gather(from_flags({"port": "3"}), environment, file)
    assert (settings.port, settings.host, settings.seed) == (3, "environment", 1)


def test_choices_of_all_sources_are_joined_the_first_one_winning():
    environment = from_environment({"SPECDOUBLE_CHOICES": "a=environment,b=environment"})
    settings = gather(from_flags({"choices": ("a=flag",)}), environment)
    assert settings.choices == {"a": "flag", "b": "environment"}


@pytest.mark.parametrize("make", [from_flags, from_keywords])
def test_none_means_not_given(make):
    assert gather(make({"port": None})).port == Settings().port


def test_an_empty_variable_is_as_good_as_none():
    assert gather(from_environment({"SPECDOUBLE_PORT": ""})).port == Settings().port


def test_variables_of_others_are_left_alone():
    assert gather(from_environment({"SPECDOUBLE_TOKEN": "x", "PORT": "x"})) == Settings()


def test_pyproject_may_hold_settings_too(folder):
    text = "[tool.specdouble]\nport = 5\n[tool.specdouble.choices]\ndelete = 200"
    settings = gather(from_folder(folder(pyproject=text)))
    assert (settings.port, settings.choices) == (5, {"delete": "200"})


def test_our_own_file_goes_before_pyproject(folder):
    files = {"specdouble": "port = 1", "pyproject": "[tool.specdouble]\nport = 2"}
    assert gather(from_folder(folder(**files))).port == 1


@pytest.mark.parametrize("text", ["", "[tool.other]\nport = 5", "tool = 5"], ids=repr)
def test_a_pyproject_without_our_table_says_nothing(folder, text):
    assert gather(from_folder(folder(pyproject=text))) == Settings()


def test_tables_of_other_commands_are_left_alone(folder):
    assert gather(from_folder(folder(specdouble="[verify]\nurl = 'x'"))) == Settings()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (from_flags({"port": "x"}), "--port: 'x' cannot be used: a whole number"),
        (from_flags({"strict": "x"}), "--strict/--lenient: 'x' cannot be used"),
        (from_environment({"SPECDOUBLE_PORT": "x"}), "SPECDOUBLE_PORT: 'x' cannot be used"),
        (from_keywords({"port": "x"}), "port: 'x' cannot be used"),
    ],
    ids=["flag", "switch", "variable", "keyword"],
)
def test_an_error_names_where_the_value_came_from(source, message):
    with pytest.raises(SettingError, match=message):
        gather(source)


def test_an_error_names_the_file_it_came_from(folder):
    file = from_folder(folder(specdouble="port = 'x'"))
    with pytest.raises(SettingError, match=r"^port in specdouble\.toml: 'x' cannot be used"):
        gather(file)


def test_keys_of_a_file_may_have_hyphens(folder):
    text = "require-sandbox = true\njournal-size = 5\n[choices]\ncancel-reply = 200"
    settings = gather(from_folder(folder(specdouble=text)))
    assert (settings.require_sandbox, settings.journal_size) == (True, 5)
    assert settings.choices == {"cancel-reply": "200"}


def test_an_unknown_setting_of_a_file_is_refused_with_the_name_of_the_file(folder):
    file = from_folder(folder(specdouble="require-sandbx = true"))
    said = r"^require-sandbx in specdouble\.toml: True .* did you mean require_sandbox\?"
    with pytest.raises(SettingError, match=said):
        gather(file)


def test_a_misspelt_setting_is_refused_with_the_one_that_was_meant():
    with pytest.raises(SettingError, match=r"no such setting; did you mean port\?"):
        gather(from_keywords({"prot": 1}))


def test_an_unknown_setting_is_refused_with_a_list_of_all(folder):
    with pytest.raises(SettingError, match="no such setting; there are document, behaviours"):
        gather(from_folder(folder(specdouble="zzz = 1")))


@pytest.mark.parametrize("content", [b"port = ", b"\xff"], ids=["not TOML", "not UTF-8"])
def test_a_broken_file_is_refused_with_its_name(tmp_path, content):
    (tmp_path / "specdouble.toml").write_bytes(content)
    with pytest.raises(SettingError, match=r"^settings file: .*specdouble\.toml"):
        from_folder(tmp_path)


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    (tmp_path / "specdouble.toml").mkdir()
    with pytest.raises(SettingError, match=r"^settings file: "):
        from_folder(tmp_path)
