import pytest

from ecqa.errors import EcqaError
from ecqa.interfaces.cli.inputs import BatchQuestion, read_history, read_queries, read_questions
from ecqa.messages import Messages
from ecqa.schema import Turn


def written(tmp_path, content):
    path = tmp_path / "in.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_questions_keep_ids_turns_and_line_numbers(tmp_path):
    path = written(
        tmp_path,
        '{"id": "a", "question": "谁出资？", "answer": "忽略"}\n'
        "\n"
        '{"id": 7, "question": "那什么时候？", "history": [{"role": "user", "content": "问"}, {"role": "assistant", "content": "答"}]}\r\n'
        '{"id": "c", "question": "", "history": null}',
    )
    assert read_questions(path) == [
        BatchQuestion("a", "谁出资？", (), 1),
        BatchQuestion(7, "那什么时候？", (Turn("user", "问"), Turn("assistant", "答")), 3),
        BatchQuestion("c", "", (), 4),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_questions_of_a_chinese_spreadsheet_are_read(tmp_path, encoding):
    path = written(tmp_path, '{"id": "a", "question": "汕头电商"}'.encode(encoding))
    assert read_questions(path)[0].text == "汕头电商"


def test_a_line_separator_inside_a_question_ends_no_line(tmp_path):
    path = written(tmp_path, '{"id": "a", "question": "一\u2028二"}\n{"id": "b", "question": "三"}\n')
    assert [(q.text, q.line) for q in read_questions(path)] == [("一\u2028二", 1), ("三", 2)]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('{"id": "b", "question": "x"', "line-json"),
        ("[" * 100_000, "line-json"),
        ('"text"', "line-id"),
        ('{"question": "x"}', "line-id"),
        ('{"id": " ", "question": "x"}', "line-id"),
        ('{"id": true, "question": "x"}', "line-id"),
        ('{"id": "a", "question": "x"}', "line-id-twice"),
        ('{"id": "b"}', "line-question"),
        ('{"id": "b", "question": ["x"]}', "line-question"),
        ('{"id": "b", "question": "x", "history": "y"}', "line-history"),
        ('{"id": "b", "question": "x", "history": ["y"]}', "line-history"),
        ('{"id": "b", "question": "x", "history": [{"role": "system", "content": "y"}]}', "line-history"),
        ('{"id": "b", "question": "x", "history": [{"role": "user"}]}', "line-history"),
    ],
)
def test_a_line_that_is_no_question_is_named_with_file_and_line(tmp_path, line, key):
    path = written(tmp_path, f'{{"id": "a", "question": "x"}}\n{line}\n')
    with pytest.raises(EcqaError) as caught:
        read_questions(path)
    assert caught.value.key == key
    assert Messages().error(caught.value).startswith(f"{path}:2：")
    assert Messages("en").error(caught.value).startswith(f"{path}:2: ")


@pytest.mark.parametrize("read", [read_questions, read_queries])
def test_an_empty_or_absent_file_is_named(tmp_path, read):
    with pytest.raises(EcqaError) as caught:
        read(written(tmp_path, "\n \n"))
    assert caught.value.key == "input-empty"
    with pytest.raises(EcqaError) as caught:
        read(tmp_path / "absent")
    assert Messages().error(caught.value) == f"读不了文件 {tmp_path}/absent（No such file or directory）；请检查路径和权限。"


def test_queries_are_id_tab_query(tmp_path):
    path = written(tmp_path, "q1\t电商 资金\r\n\nq2\t园区\t面积\n")
    assert read_queries(path) == [BatchQuestion("q1", "电商 资金", (), 1), BatchQuestion("q2", "园区\t面积", (), 3)]


@pytest.mark.parametrize("line", ["q2 园区", "\t园区", "q2\t ", "q 2\t园区", "q1\t园区"])
def test_a_line_that_is_no_query_is_named(tmp_path, line):
    path = written(tmp_path, f"q1\t电商\n{line}\n")
    with pytest.raises(EcqaError) as caught:
        read_queries(path)
    assert Messages().error(caught.value).startswith(f"{path}:2：")


TURNS = (Turn("user", "问"), Turn("assistant", "答"))


@pytest.mark.parametrize(
    "content",
    [
        '[{"role": "user", "content": "问"}, {"role": "assistant", "content": "答"}]',
        '[\n {"role": "user", "content": "问"},\n {"role": "assistant", "content": "答"}\n]\n',
        '{"role": "user", "content": "问"}\n{"role": "assistant", "content": "答"}\n',
    ],
)
def test_history_is_a_list_or_a_turn_a_line(tmp_path, content):
    assert read_history(written(tmp_path, content)) == TURNS


def test_no_turns_before_is_fine(tmp_path):
    assert read_history(written(tmp_path, "[]")) == ()
    assert read_history(written(tmp_path, "")) == ()
