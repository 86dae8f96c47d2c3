"""UDPipe 1 on the news that `cargo xtask bench parse` measures; called by it.

parse_speed.py TRAIN.conllu MODEL NEWS.jsonl EVERY

Trains MODEL where there is none: UDPipe's own trainer, its usual sizes (which set the speed) but
few rounds (which set the quality), so that it takes a minute or two. Then tokenises, tags and
parses every EVERY-th article with UDPipe's own settings and prints its figures as JSON.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from ufal.udpipe import InputFormat, Model, ProcessingError, Sentence, Trainer

TOKENIZER = "epochs=1;dimension=24;learning_rate=0.005;batch_size=50"
TAGGER = "models=1;iterations=2"
PARSER = (
    "iterations=1;hidden_layer=200;structured_interval=0;transition_system=projective;"
    "transition_oracle=dynamic;embedding_form=50;embedding_upostag=20;embedding_feats=20;"
    "embedding_deprel=20"
)


def sentences(source):
    """Copies of all sentences that a reader of UDPipe's gives."""
    error = ProcessingError()
    sentence = Sentence()
    while source.nextSentence(sentence, error):
        yield sentence
        sentence = Sentence()
    if error.occurred():
        raise ValueError(error.message)


def train(treebank, model):
    """Writes a small model trained on a treebank."""
    source = InputFormat.newConlluInputFormat()
    source.setText(treebank.read_text(encoding="utf-8"))
    error = ProcessingError()
    given = list(sentences(source))
    made = Trainer.train("morphodita_parsito", given, [], TOKENIZER, TAGGER, PARSER, error)
    if error.occurred() or not made:
        raise ValueError(error.message)
    model.write_bytes(made)


def resident():
    """Memory of this process in MB, where the system tells."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next(int(s.split()[1]) / 1024 for s in status.splitlines() if s.startswith("VmRSS"))


def main(treebank, model, news, every):
    """Prints seconds, words, load and memory as JSON."""
    if not model.exists():
        # In a process of its own, so that what training leaves in memory is not counted.
        subprocess.run([sys.executable, __file__, treebank, model], check=True)
    before, start = resident(), time.perf_counter()
    loaded = Model.load(str(model))
    load, memory = time.perf_counter() - start, resident() - before
    rows = news.read_text(encoding="utf-8").splitlines()[::every]
    texts = [json.loads(row)["text"] for row in rows]
    words = 0
    start, cpu = time.perf_counter(), time.process_time()
    for text in texts:
        source = loaded.newTokenizer(Model.DEFAULT)
        source.setText(text)
        for sentence in sentences(source):
            loaded.tag(sentence, Model.DEFAULT)
            loaded.parse(sentence, Model.DEFAULT)
            words += len(sentence.words) - 1
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - start,
                "cpu": time.process_time() - cpu,
                "words": words,
                "load": load,
                "memory": memory,
            }
        )
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        train(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
