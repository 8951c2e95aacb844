"""Noun phrases of captions with NLTK and spaCy."""

import gzip
import time


class NLTK:
    """Treebank tokeniser, averaged perceptron tagger, and GLIP's grammar for noun phrases.

    The tagger's weights are NLTK's own where its data is installed, else it is trained by NLTK's
    trainer on a treebank in CoNLL-U, once, and kept. Speed is the same: it is the same code.
    """

    GRAMMAR = "NP: {<DT>?<JJ.*>*<NN.*>+}"

    def __init__(self, treebank, work):
        from nltk.chunk import RegexpParser
        from nltk.tag.perceptron import PerceptronTagger
        from nltk.tokenize import TreebankWordTokenizer
        self.name = "NLTK tag + chunk"
        self.tokenizer, self.chunker = TreebankWordTokenizer(), RegexpParser(self.GRAMMAR)
        folder = work / "nltk-tagger"
        try:
            self.tagger = PerceptronTagger()
        except LookupError:
            self.tagger = PerceptronTagger(load=False)
            if not (folder / "done").exists():
                if not treebank:
                    raise SystemExit("NLTK's tagger data is not installed: either "
                                     "nltk.download('averaged_perceptron_tagger_eng') or "
                                     "--treebank FILE.conllu[.gz]") from None
                print(f"training NLTK's tagger on {treebank}, once", flush=True)
                self.tagger.train(list(sentences(treebank)), nr_iter=5)
                folder.mkdir(parents=True, exist_ok=True)
                self.tagger.save_to_json("eng", str(folder))
                (folder / "done").touch()
            else:
                self.tagger.load_from_json("eng", str(folder))

    def count(self, captions):
        found = 0
        for caption in captions:
            tree = self.chunker.parse(self.tagger.tag(self.tokenizer.tokenize(caption.lower())))
            found += sum(1 for part in tree.subtrees() if part.label() == "NP")
        return found


class SpaCy:
    """spaCy's noun chunks; what they do not need is switched off."""

    def __init__(self, model):
        import spacy
        self.name = f"spaCy {model}"
        self.model = spacy.load(model, exclude=["ner", "lemmatizer", "senter"])

    def count(self, captions):
        documents = self.model.pipe(captions, batch_size=256)
        return sum(1 for document in documents for _ in document.noun_chunks)


def sentences(path):
    """`[(word, Penn tag), ...]` of each sentence of a CoNLL-U file."""
    opener = gzip.open if str(path).endswith(".gz") else open
    sentence = []
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 10 and fields[0].isdigit():
                sentence.append((fields[1], fields[4]))
            elif sentence and not line.strip():
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def rate(parser, captions):
    """Captions per second of one pass."""
    start = time.perf_counter()
    parser.count(captions)
    return len(captions) / (time.perf_counter() - start)
