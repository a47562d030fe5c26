"""The reader's weights run by onnxruntime, against torch; what is kept for questions asked again."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from ecqa.errors import ModelError
from ecqa.protocols import ToRead
from ecqa.reading import SHIPPED_READER, BertReader, TransformerReader

TEXTS = [
    ToRead("五维电子商务产业园位于龙湖区，项目分两期建设，总面积约20万平方米。首批有35家企业进驻。", "五维电子商务产业园启动 2013-01-17"),
    ToRead("受冷空气影响，明天粤东沿海有六级大风，过往船只请注意安全。", "天气预报"),
    ToRead("市财政每年安排5000万元专项资金，扶持电子商务发展。" * 20, "扶持办法"),
    ToRead("１２３％ 🙂\n\t<s>电</s>商\ud800", ""),
    ToRead(""),
]
QUESTIONS = ["产业园首批有多少家企业进驻？", "５０００万是谁出的", "", "很" * 300 + "多少钱？"]


@pytest.fixture(scope="module")
def reader() -> BertReader:
    return BertReader()


def test_every_logit_is_torchs(reader: BertReader):
    torchs = TransformerReader(threads=1)
    for question in QUESTIONS:
        for ours, theirs in zip(reader.read(question, TEXTS), torchs.read(question, TEXTS), strict=True):
            for name in ("starts", "ends", "evidence"):
                np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), atol=1e-3)
            assert (ours.nothing, ours.holds) == pytest.approx((theirs.nothing, theirs.holds), abs=1e-3)


def test_a_question_asked_again_is_not_read_again(reader: BertReader):
    first = reader.read("面积？", TEXTS[:2])
    assert [again is one for again, one in zip(reader.read("面积？", TEXTS[1::-1]), first[::-1], strict=True)] == [True, True]
    assert reader.read("面积是？", TEXTS[:1])[0] is not first[0]
    with pytest.raises(ValueError, match="read-only"):
        first[0].starts[0] = 1


def test_the_same_text_twice_is_read_once(reader: BertReader):
    one, other = reader.read("家数？", [TEXTS[0], TEXTS[0]])
    assert one is other


def test_a_reader_on_other_lower_layers_is_refused(tmp_path: Path):
    shutil.copytree(SHIPPED_READER, tmp_path / "reader-zh")
    shutil.copytree(SHIPPED_READER.parent / "e5-small-zh", tmp_path / "e5-small-zh")
    BertReader(tmp_path / "reader-zh")
    weights = bytearray((tmp_path / "e5-small-zh" / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (tmp_path / "e5-small-zh" / "model.safetensors").write_bytes(weights)
    with pytest.raises(ModelError, match="reader-damaged"):
        BertReader(tmp_path / "reader-zh")


def test_only_models_of_the_shipped_form_fit(tmp_path: Path):
    assert BertReader.fits()
    assert not BertReader.fits(tmp_path)
    (tmp_path / "config.json").write_text('{"model_type": "roberta"}')
    assert not BertReader.fits(tmp_path)
    (tmp_path / "config.json").write_text('{"model_type": "bert", "hidden_act": "relu"}')
    assert not BertReader.fits(tmp_path)
