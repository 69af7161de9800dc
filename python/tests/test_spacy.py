import pytest
import spacy
from spacy.tokens import DocBin

import onrecord

TEXT = 'The bridge is safe, said Ada Venn, the mayor. "It will stay open," she said on Friday.'


@pytest.fixture
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord")
    return nlp


def test_statements_stand_on_documents(nlp):
    doc = nlp(TEXT)
    assert doc._.statements == onrecord.read(TEXT).statements
    assert doc._.statements[-1].speaker.name == "Ada Venn"
    by_id = {span.id_: span.text for span in doc.spans["source"]}
    assert by_id[doc._.statements[-1].id] == "she"


def test_a_record_becomes_a_document():
    doc = onrecord.read(TEXT).to_spacy(spacy.blank("en"))
    assert doc.text == TEXT
    assert [span.text for span in doc.spans["content"]][-1] == '"It will stay open,"'
    with pytest.raises(ValueError, match="does not hold its text"):
        onrecord.Record.from_json(onrecord.read(TEXT).to_json()).to_spacy(spacy.blank("en"))


def test_documents_keep_their_statements_wherever_they_go(nlp, tmp_path):
    texts = [TEXT, "", TEXT.replace("Ada", "Ida")]
    docs = list(nlp.pipe(texts))
    assert [len(doc._.statements) for doc in docs] == [2, 0, 2]
    bin = DocBin(store_user_data=True, docs=docs)
    back = list(DocBin().from_bytes(bin.to_bytes()).get_docs(nlp.vocab))
    assert [doc._.statements for doc in back] == [doc._.statements for doc in docs]
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path)(TEXT)._.statements == docs[0]._.statements
