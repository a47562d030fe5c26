"""The reader that ships, read with: what it finds, where, and that nothing beside a text changes its reading."""

from pathlib import Path

import numpy as np
import pytest

from ecqa.errors import ModelError
from ecqa.protocols import Reading, ToRead
from ecqa.reading import BertReader, TransformerReader
from ecqa.reading.characters import LENGTH

PARK = ToRead("五维电子商务产业园位于龙湖区，项目分两期建设，总面积约20万平方米。首批有35家企业进驻。", "五维电子商务产业园启动 2013-01-17")
WEATHER = ToRead("受冷空气影响，明天粤东沿海有六级大风，过往船只请注意安全。", "天气预报")


@pytest.fixture(scope="module", params=[TransformerReader, BertReader])
def reader(request: pytest.FixtureRequest) -> TransformerReader | BertReader:
    """Both ways to run the shipped reader, through the same tests."""
    made: TransformerReader | BertReader = request.param(threads=1)
    return made


def told(text: ToRead, one: Reading) -> str:
    start, end, _ = one.best_span(0, len(text.text))
    return text.text[start:end]


def test_the_span_is_found_where_it_stands(reader: TransformerReader | BertReader):
    area, firms = (reader.read(question, [PARK])[0] for question in ("产业园的总面积有多少？", "首批有多少家企业进驻？"))
    assert "20万平方米" in told(PARK, area)
    assert "35家" in told(PARK, firms)


def test_the_text_that_answers_scores_above_one_that_does_not(reader: TransformerReader | BertReader):
    park, weather = reader.read("产业园首批有多少家企业进驻？", [PARK, WEATHER])
    assert park.holds > weather.holds
    assert park.best_span(0, len(PARK.text))[2] > weather.best_span(0, len(WEATHER.text))[2]


def test_the_sentence_that_answers_is_told_from_its_neighbour(reader: TransformerReader | BertReader):
    (one,) = reader.read("首批有多少家企业进驻？", [PARK])
    second = PARK.text.index("首批")
    assert one.evidence[second:].mean() > one.evidence[:second].mean()


def test_a_text_is_read_the_same_alone_and_beside_others(reader: TransformerReader | BertReader):
    alone = reader.read("有多少家企业？", [PARK])[0]
    beside = reader.read("有多少家企业？", [WEATHER, PARK, ToRead("字" * 280)])[1]
    for name in ("starts", "ends", "evidence"):
        np.testing.assert_allclose(getattr(alone, name), getattr(beside, name), atol=1e-3)
    assert alone.nothing == pytest.approx(beside.nothing, abs=1e-3)


def test_every_character_that_is_read_has_a_logit_and_what_stands_above_has_none(reader: TransformerReader | BertReader):
    (one,) = reader.read("面积？", [PARK])
    assert one.evidence.shape == (len(PARK.text),)
    assert (one.evidence > -1e3).all()


def test_what_goes_past_the_window_is_not_read(reader: TransformerReader | BertReader):
    long = ToRead("汕头电商。" * LENGTH)
    (one,) = reader.read("汕头？", [long])
    assert (one.evidence[-100:] < -1e3).all()
    assert one.best_span(len(long.text) - 50, len(long.text))[2] < -1e3


def test_without_texts_there_is_nothing_to_read(reader: TransformerReader | BertReader):
    assert reader.read("有多少？", []) == []


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00\x01", "🙂" * 50, "电" * 500])
def test_odd_texts_and_questions_are_read_without_error(reader: TransformerReader | BertReader, text: str):
    for one in (*reader.read(text, [PARK]), *reader.read("面积？", [ToRead(text, text)])):
        assert np.isfinite(one.holds)


@pytest.mark.parametrize("made", [TransformerReader, BertReader])
def test_a_folder_without_a_model_is_named(tmp_path: Path, made: type[TransformerReader] | type[BertReader]):
    with pytest.raises(ModelError) as caught:
        made(tmp_path)
    assert (caught.value.key, str(caught.value.values["path"])) == ("reader-missing", str(tmp_path))


@pytest.mark.parametrize("made", [TransformerReader, BertReader])
def test_a_damaged_model_is_named(tmp_path: Path, made: type[TransformerReader] | type[BertReader]):
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        made(tmp_path)
    assert caught.value.key == "reader-damaged"
