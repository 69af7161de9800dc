import copy
import datetime
import json
import pickle
import threading
import time

import pytest

import onrecord
from conftest import canonical

TEXT = 'The bridge is safe, said Ada Venn, the mayor. "It will stay open," she said on Friday.'


def test_a_record_has_typed_parts():
    record = onrecord.read(TEXT, published="2024-05-03", id="a1", outlet="Post")
    assert record.document == onrecord.Document(id="a1", outlet="Post", published="2024-05-03", language="en")
    quoted = record.statements[-1]
    assert isinstance(quoted, onrecord.Statement)
    assert quoted.form == "direct"
    assert quoted.speaker.name == "Ada Venn"
    assert quoted.when == onrecord.When("on Friday", "2024-05-03", quoted.when.span)
    assert "It will stay open" in quoted.content.text
    for statement in record.statements:
        for words in (statement.content, statement.cue, statement.source):
            if words is not None:
                assert words.text == " ... ".join(TEXT[start:end] for start, end in words.spans)


def test_offsets_count_code_points():
    text = "😀 “Ça va, é,” said Zoë Æbel."
    record = onrecord.read(text)
    words = record.statements[0].content
    assert words.text == text[words.spans[0].start : words.spans[0].end]


def test_records_are_shown():
    record = onrecord.read(TEXT, title="Bridge & <b>tunnel</b>")
    assert repr(record).startswith("<Record 'Bridge & <b>tunnel</b>': ")
    assert "Ada Venn" in str(record) and "\x1b" not in str(record)
    shown = record._repr_html_()
    assert "<mark>" in shown and "&lt;b&gt;" in shown and "<b>" not in shown and "<script" not in shown
    ids = shown.split('id="m-')[1].split("-")[0], record._repr_html_().split('id="m-')[1].split("-")[0]
    assert ids[0] != ids[1], "links of two shows of a record lead to one"


def test_records_come_back_from_json_and_pickle():
    record = onrecord.read(TEXT, published=datetime.date(2024, 5, 3))
    assert onrecord.Record.from_dict(record.to_dict(with_text=True)) == record
    assert pickle.loads(pickle.dumps(record)) == record == copy.deepcopy(record)
    without = onrecord.Record.from_json(record.to_json())
    assert without.text is None and without.statements == record.statements
    assert "text" not in record.to_dict()["document"]
    with pytest.raises(ValueError, match="not the JSON of a record"):
        onrecord.Record.from_json("{}")


def test_what_is_no_article_is_refused():
    with pytest.raises(TypeError, match="text is int, not str"):
        onrecord.read(3)
    with pytest.raises(onrecord.ReadError, match="no article text"):
        onrecord.read(" ")
    german = "Der Bürgermeister sagte am Freitag, dass die Brücke nicht mehr geöffnet werde, und ging nach Hause. " * 3
    with pytest.raises(onrecord.ReadError, match=r"language \(de\)"):
        onrecord.read(german)
    assert onrecord.read(german, any_language=True).document.language == "de"
    with pytest.raises(onrecord.ReadError, match="Unicode"):
        onrecord.read("\ud800 said so")


def test_the_order_is_kept(articles):
    many = [{**article, "id": f"{n}-{article['id']}"} for n in range(3) for article in articles]
    one, three = (list(onrecord.extract(many, jobs=jobs)) for jobs in (1, 3))
    assert [record.document.id for record in three] == [article["id"] for article in many]
    assert one == three


def test_an_error_names_the_article():
    texts = [TEXT, None, TEXT]
    with pytest.raises(onrecord.ReadError, match="article 1: NoneType is no article") as raised:
        list(onrecord.extract(texts))
    assert raised.value.index == 1
    made = list(onrecord.extract(texts, jobs=2, errors="return"))
    assert [type(one).__name__ for one in made] == ["Record", "ReadError", "Record"]
    assert pickle.loads(pickle.dumps(raised.value)).index == 1


def test_mistakes_are_said_at_once():
    with pytest.raises(TypeError, match="give several, or call read"):
        onrecord.extract("a text")
    with pytest.raises(ValueError, match="jobs is 0"):
        onrecord.extract([], jobs=0)
    with pytest.raises(TypeError):
        onrecord.extract(3)


def test_what_the_iterable_raises_comes_after_what_it_gave():
    def texts():
        yield TEXT
        yield TEXT
        raise KeyError("gone")

    seen = []
    with pytest.raises(KeyError, match="gone"):
        for record in onrecord.extract(texts(), jobs=2):
            seen.append(record)
    assert len(seen) == 2


def test_texts_are_taken_as_they_are_needed():
    taken = 0

    def texts():
        nonlocal taken
        while True:
            taken += 1
            yield TEXT

    records = onrecord.extract(texts(), jobs=2)
    for _ in range(5):
        next(records)
    assert taken < 50


def test_other_threads_go_on(articles):
    longest = max(articles, key=lambda article: len(article["text"]))
    counted, ended = 0, threading.Event()

    def count():
        nonlocal counted
        while not ended.is_set():
            counted += 1
            time.sleep(0)

    counting = threading.Thread(target=count)
    counting.start()
    before = counted
    # one article: a single call that would hold the lock throughout
    onrecord.read(longest["text"] * 5)
    during = counted - before
    ended.set()
    counting.join()
    assert during > 10, "Python stood still while an article was read"


def test_the_wheel_and_the_command_agree(articles, by_command):
    for article, record in zip(articles, onrecord.extract(articles)):
        assert canonical(record.to_dict()) == by_command[article["id"]]
        known = {name: value for name, value in article.items() if name not in ("text", "section")}
        alone = onrecord.read(article["text"], **known).to_dict()
        alone["document"]["section"] = article["section"]
        assert canonical(alone) == by_command[article["id"]]
    assert len(by_command) == len(articles)
    assert json.loads(next(iter(by_command.values())))["statements"]
